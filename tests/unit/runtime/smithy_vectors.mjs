// Signs requests with AWS's own JavaScript signer, as a second opinion on ours.
//
//   node smithy_vectors.mjs           prints the vectors (what smithy_vectors.json holds)
//   node smithy_vectors.mjs --check   fails if smithy_vectors.json differs from that
//
// Needs the npm packages of tests/servers, which `scripts/setup servers` puts into .cache/servers.
import { createHash, createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { SignatureV4 } = createRequire(here("../../../.cache/servers/package.json"))("@smithy/signature-v4");

class Sha256 {
  constructor(secret) {
    this.hash = secret === undefined ? createHash("sha256") : createHmac("sha256", secret);
  }
  update(data) {
    this.hash.update(data);
  }
  async digest() {
    return new Uint8Array(this.hash.digest());
  }
}

const keys = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
const cases = [
  { name: "a small read", host: "dynamodb.us-east-1.amazonaws.com", region: "us-east-1", operation: "GetItem",
    body: '{"TableName":"contacts","Key":{"id":{"S":"c-1"},"tenant_id":{"S":"t-1"}}}', date: "2026-11-21T05:09:15Z" },
  { name: "an empty object", host: "dynamodb.eu-west-1.amazonaws.com", region: "eu-west-1", operation: "ListTables",
    body: "{}", date: "2024-02-29T23:59:59Z" },
  { name: "a session token", host: "dynamodb.eu-central-1.amazonaws.com", region: "eu-central-1", operation: "PutItem",
    body: '{"TableName":"t","Item":{"id":{"S":"x"}}}', date: "2026-01-01T00:00:00Z",
    token: "IQoJb3JpZ2luX2VjEXAMPLE//////////wEaCXVzLWVhc3QtMSJHMEUCIQ+/=" },
  { name: "a port", host: "localhost:8000", region: "us-east-1", operation: "Query", body: '{"TableName":"t"}',
    date: "2026-11-21T05:09:15Z" },
  { name: "text beyond ASCII", host: "dynamodb.ap-southeast-2.amazonaws.com", region: "ap-southeast-2",
    operation: "UpdateItem", body: '{"TableName":"t","Key":{"id":{"S":"Grüße \u{1F600}"}}}', date: "1999-12-31T12:00:01Z" },
  { name: "a body of 2,000 bytes", host: "dynamodb.us-gov-west-1.amazonaws.com", region: "us-gov-west-1",
    operation: "BatchWriteItem", body: '{"x":"' + "0123456789".repeat(200) + '"}', date: "2026-11-21T05:09:15Z" },
];

const vectors = [];
for (const each of cases) {
  const credentials = { ...keys, ...(each.token ? { sessionToken: each.token } : {}) };
  const signer = new SignatureV4({ service: "dynamodb", region: each.region, credentials, sha256: Sha256 });
  const signed = await signer.sign(
    { method: "POST", protocol: "https:", hostname: each.host, path: "/", query: {},
      headers: { host: each.host, "content-type": "application/x-amz-json-1.0",
                 "x-amz-target": `DynamoDB_20120810.${each.operation}` },
      body: each.body },
    // The other headers stay unsigned, so that a proxy may change them: this one only repeats the body's hash.
    { signingDate: new Date(each.date), unsignableHeaders: new Set(["x-amz-content-sha256"]) });
  vectors.push({ ...each, access_key_id: keys.accessKeyId, secret_access_key: keys.secretAccessKey,
                 x_amz_date: signed.headers["x-amz-date"], authorization: signed.headers.authorization });
}

const text = JSON.stringify(vectors, null, 1) + "\n";
if (process.argv[2] !== "--check") {
  process.stdout.write(text);
} else if (readFileSync(here("smithy_vectors.json"), "utf8") !== text) {
  console.error("smithy_vectors.json is not what @smithy/signature-v4 says; print it anew and look at the difference");
  process.exit(1);
}
