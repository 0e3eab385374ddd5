// A session of AWS's own SDK against a server of DynamoDB's API: each operation once, and what a user checks of it.
//
// usage: node session.mjs URL NODE_MODULES

import assert from 'node:assert/strict';
import {createRequire} from 'node:module';

const [url, modules] = process.argv.slice(2);
const aws = createRequire(`${modules}/`)('@aws-sdk/client-dynamodb');
const client = new aws.DynamoDBClient({
  endpoint: url,
  region: 'eu-west-1',
  credentials: {
    accessKeyId: process.env.AWS_ACCESS_KEY_ID ?? 'key',
    secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY ?? 'secret',
  },
  maxAttempts: 1,
});

const used = new Set();
function send(operation, input) {
  used.add(operation);
  return client.send(new aws[`${operation}Command`](input));
}
async function refused(name, operation, input, check = () => {}) {
  await assert.rejects(send(operation, input), (error) => {
    assert.equal(error.name, name, error.message);
    check(error);
    return true;
  });
}

const table = 'session-orders';
const TableName = table;
const order = (customer, number, more = {}) => ({customer: {S: customer}, number: {N: `${number}`}, ...more});

// Tables.
const made = await send('CreateTable', {
  TableName,
  AttributeDefinitions: [
    {AttributeName: 'customer', AttributeType: 'S'},
    {AttributeName: 'number', AttributeType: 'N'},
    {AttributeName: 'state', AttributeType: 'S'},
  ],
  KeySchema: [
    {AttributeName: 'customer', KeyType: 'HASH'},
    {AttributeName: 'number', KeyType: 'RANGE'},
  ],
  GlobalSecondaryIndexes: [{
    IndexName: 'by_state',
    KeySchema: [{AttributeName: 'state', KeyType: 'HASH'}, {AttributeName: 'number', KeyType: 'RANGE'}],
    Projection: {ProjectionType: 'INCLUDE', NonKeyAttributes: ['amount']},
  }],
  BillingMode: 'PAY_PER_REQUEST',
});
assert.equal(made.TableDescription.TableName, table);
await aws.waitUntilTableExists({client, maxWaitTime: 10, minDelay: 1, maxDelay: 1}, {TableName});
await refused('ResourceInUseException', 'CreateTable', {
  TableName,
  AttributeDefinitions: [{AttributeName: 'customer', AttributeType: 'S'}],
  KeySchema: [{AttributeName: 'customer', KeyType: 'HASH'}],
  BillingMode: 'PAY_PER_REQUEST',
});
assert.ok((await send('ListTables', {})).TableNames.includes(table));
const described = (await send('DescribeTable', {TableName})).Table;
assert.deepEqual(described.KeySchema.map((each) => each.AttributeName), ['customer', 'number']);
assert.equal(described.GlobalSecondaryIndexes[0].IndexName, 'by_state');
await refused('ResourceNotFoundException', 'DescribeTable', {TableName: 'session-nothing'});

// Single items.
const first = order('ann', 1, {state: {S: 'open'}, amount: {N: '12.50'}, articles: {L: [{M: {sku: {S: 'a'}}}]}});
await send('PutItem', {TableName, Item: first});
const got = await send('GetItem', {TableName, Key: order('ann', 1), ConsistentRead: true, ReturnConsumedCapacity: 'TOTAL'});
assert.deepEqual(got.Item, {...first, amount: {N: '12.5'}});
assert.equal(got.ConsumedCapacity.CapacityUnits, 1);
assert.equal((await send('GetItem', {TableName, Key: order('ann', 9)})).Item, undefined);
const condition = {
  TableName, Item: order('ann', 1), ConditionExpression: 'attribute_not_exists(customer)',
  ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
};
await refused('ConditionalCheckFailedException', 'PutItem', condition,
    (error) => assert.equal(error.Item.state.S, 'open'));
const updated = await send('UpdateItem', {
  TableName, Key: order('ann', 1),
  UpdateExpression: 'SET #s = :paid, articles[1] = :line ADD amount :more, labels :labels REMOVE nothing',
  ConditionExpression: '#s = :open AND amount BETWEEN :low AND :high AND size(articles) = :one',
  ExpressionAttributeNames: {'#s': 'state'},
  ExpressionAttributeValues: {
    ':paid': {S: 'paid'}, ':open': {S: 'open'}, ':more': {N: '0.25'}, ':low': {N: '12'}, ':high': {N: '13'},
    ':one': {N: '1'}, ':line': {M: {sku: {S: 'b'}}}, ':labels': {SS: ['new', 'old']},
  },
  ReturnValues: 'ALL_NEW',
});
assert.equal(updated.Attributes.amount.N, '12.75');
assert.equal(updated.Attributes.articles.L.length, 2);
assert.deepEqual([...updated.Attributes.labels.SS].sort(), ['new', 'old']);
const changed = await send('UpdateItem', {
  TableName, Key: order('ann', 1), UpdateExpression: 'DELETE labels :old', ReturnValues: 'UPDATED_NEW',
  ExpressionAttributeValues: {':old': {SS: ['old']}},
});
assert.deepEqual(changed.Attributes, {labels: {SS: ['new']}});
await refused('ValidationException', 'UpdateItem',
    {TableName, Key: order('ann', 1), UpdateExpression: 'SET amount = missing_operand'});
await refused('ValidationException', 'GetItem', {TableName, Key: {customer: {S: 'ann'}}});

// Many.
const puts = [];
for (let number = 2; number <= 21; ++number) {
  puts.push({PutRequest: {Item: order('ann', number, {state: {S: number % 2 ? 'open' : 'paid'}, amount: {N: `${number}`}})}});
}
assert.deepEqual((await send('BatchWriteItem', {RequestItems: {[table]: puts}})).UnprocessedItems ?? {}, {});
const many = await send('BatchGetItem', {
  RequestItems: {[table]: {Keys: [order('ann', 2), order('ann', 3), order('bob', 1)], ProjectionExpression: 'amount'}},
});
assert.deepEqual(many.Responses[table].map((each) => each.amount.N).sort(), ['2', '3']);

// Queries, page by page.
let pages = 0;
const numbers = [];
for await (const page of aws.paginateQuery({client, pageSize: 8}, {
  TableName, KeyConditionExpression: 'customer = :c AND #n BETWEEN :a AND :b', FilterExpression: '#s = :open',
  ExpressionAttributeNames: {'#n': 'number', '#s': 'state'},
  ExpressionAttributeValues: {':c': {S: 'ann'}, ':a': {N: '2'}, ':b': {N: '21'}, ':open': {S: 'open'}},
  ScanIndexForward: false,
})) {
  ++pages;
  numbers.push(...page.Items.map((each) => Number(each.number.N)));
}
used.add('Query');
assert.deepEqual(numbers, [21, 19, 17, 15, 13, 11, 9, 7, 5, 3]);
assert.equal(pages, 3);
const paid = await send('Query', {
  TableName, IndexName: 'by_state', KeyConditionExpression: '#s = :paid AND #n < :n',
  ExpressionAttributeNames: {'#n': 'number', '#s': 'state'}, ExpressionAttributeValues: {':paid': {S: 'paid'}, ':n': {N: '5'}},
});
assert.deepEqual(paid.Items, [1, 2, 4].map((number) => order('ann', number, {
  state: {S: 'paid'}, amount: {N: number === 1 ? '12.75' : `${number}`},
})));
const count = await send('Query', {
  TableName, Select: 'COUNT', KeyConditionExpression: 'customer = :c', ExpressionAttributeValues: {':c': {S: 'ann'}},
});
assert.equal(count.Count, 21);
await refused('ValidationException', 'Query', {
  TableName, KeyConditionExpression: '#n = :n', ExpressionAttributeNames: {'#n': 'number'},
  ExpressionAttributeValues: {':n': {N: '1'}},
});
let scanned = 0;
for (let segment = 0; segment < 3; ++segment) {
  for await (const page of aws.paginateScan({client, pageSize: 5}, {TableName, Segment: segment, TotalSegments: 3})) {
    scanned += page.Count;
  }
}
used.add('Scan');
assert.equal(scanned, 21);

// Transactions.
const pay = {
  ClientRequestToken: 'token-1',
  TransactItems: [
    {Put: {TableName, Item: order('bob', 1, {state: {S: 'open'}})}},
    {Update: {TableName, Key: order('ann', 2), UpdateExpression: 'ADD amount :one', ExpressionAttributeValues: {':one': {N: '1'}}}},
    {Delete: {TableName, Key: order('ann', 3)}},
    {ConditionCheck: {TableName, Key: order('ann', 4), ConditionExpression: 'attribute_exists(customer)'}},
  ],
};
await send('TransactWriteItems', pay);
await send('TransactWriteItems', pay);  // the same token: not applied again
const both = await send('TransactGetItems', {
  TransactItems: [{Get: {TableName, Key: order('ann', 2)}}, {Get: {TableName, Key: order('ann', 3)}}],
});
assert.equal(both.Responses[0].Item.amount.N, '3');
assert.equal(both.Responses[1].Item, undefined);
await refused('TransactionCanceledException', 'TransactWriteItems', {
  TransactItems: [
    {Put: {TableName, Item: order('carl', 1)}},
    {Delete: {TableName, Key: order('bob', 1), ConditionExpression: 'attribute_not_exists(customer)'}},
  ],
}, (error) => assert.deepEqual(error.CancellationReasons.map((each) => each.Code), ['None', 'ConditionalCheckFailed']));
assert.equal((await send('GetItem', {TableName, Key: order('carl', 1)})).Item, undefined);

// What is gone.
const old = await send('DeleteItem', {TableName, Key: order('bob', 1), ReturnValues: 'ALL_OLD'});
assert.equal(old.Attributes.state.S, 'open');

// What else a table has.
await send('UpdateTimeToLive', {TableName, TimeToLiveSpecification: {AttributeName: 'ends', Enabled: true}});
assert.equal((await send('DescribeTimeToLive', {TableName})).TimeToLiveDescription.AttributeName, 'ends');
const ResourceArn = described.TableArn;
await send('TagResource', {ResourceArn, Tags: [{Key: 'team', Value: 'shop'}, {Key: 'stage', Value: 'test'}]});
await send('UntagResource', {ResourceArn, TagKeys: ['stage']});
assert.deepEqual((await send('ListTagsOfResource', {ResourceArn})).Tags, [{Key: 'team', Value: 'shop'}]);
await send('UpdateTable', {
  TableName,
  AttributeDefinitions: [{AttributeName: 'amount', AttributeType: 'N'}, {AttributeName: 'customer', AttributeType: 'S'}],
  GlobalSecondaryIndexUpdates: [{Create: {
    IndexName: 'by_amount',
    KeySchema: [{AttributeName: 'customer', KeyType: 'HASH'}, {AttributeName: 'amount', KeyType: 'RANGE'}],
    Projection: {ProjectionType: 'KEYS_ONLY'},
  }}],
});
const least = await send('Query', {
  TableName, IndexName: 'by_amount', Limit: 1, KeyConditionExpression: 'customer = :c',
  ExpressionAttributeValues: {':c': {S: 'ann'}},
});
assert.deepEqual(least.Items, [order('ann', 2, {amount: {N: '3'}})]);
if (!process.argv.includes('--without-limits')) {
  assert.ok((await send('DescribeLimits', {})).AccountMaxReadCapacityUnits > 0);
}
await refused('UnknownOperationException', 'ListBackups', {});
await send('DeleteTable', {TableName});
await aws.waitUntilTableNotExists({client, maxWaitTime: 10, minDelay: 1, maxDelay: 1}, {TableName});

console.log(`${used.size} operations: ${[...used].sort().join(' ')}`);
