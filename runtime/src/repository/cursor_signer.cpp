#include "cursor_signer.hpp"

#include "http/sha256.hpp"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace partita::inline epoch1 {

namespace {

// A cursor is base64url of: version, size of the key's id, id, hash of the scope, place, signature of all before it.
constexpr unsigned char version = 1;
constexpr std::size_t scope_size = 16;
constexpr std::size_t signature_size = 32;
constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string to_base64url(std::string_view bytes) {
  std::string text;
  std::uint32_t bits = 0;
  int size = 0;
  for (const char byte : bytes) {
    bits = bits << 8U | static_cast<unsigned char>(byte);
    for (size += 8; size >= 6; size -= 6) text += letters[bits >> static_cast<unsigned>(size - 6) & 63U];
  }
  if (size > 0) text += letters[bits << static_cast<unsigned>(6 - size) & 63U];
  return text;
}

std::optional<std::string> from_base64url(std::string_view text) {
  std::string bytes;
  std::uint32_t bits = 0;
  int size = 0;
  for (const char letter : text) {
    const std::size_t value = letters.find(letter);
    if (value == std::string_view::npos) return std::nullopt;
    bits = bits << 6U | static_cast<std::uint32_t>(value);
    size += 6;
    if (size >= 8) {
      size -= 8;
      bytes += static_cast<char>(bits >> static_cast<unsigned>(size) & 255U);
    }
  }
  // One text for one cursor: no letter too many, and no bit set that says nothing.
  if (size >= 6 || (bits & ((1U << static_cast<unsigned>(size)) - 1U)) != 0) return std::nullopt;
  return bytes;
}

struct Parts {
  std::string id, scope, place, signed_part, signature;
};

Error refused(std::string message) {
  return {ErrorKind::invalid_argument, std::move(message)};
}

Result<Parts> split(std::string_view text) {
  const Error no_cursor = refused("the text is no cursor: it was cut, or changed");
  auto bytes = from_base64url(text);
  if (!bytes || bytes->empty()) return no_cursor;
  if (static_cast<unsigned char>(bytes->front()) != version) {
    return refused("the cursor has a form that this version does not know");
  }
  if (bytes->size() < 2) return no_cursor;
  const std::size_t id_size = static_cast<unsigned char>((*bytes)[1]);
  const std::size_t place_begin = 2 + id_size + scope_size;
  if (bytes->size() < place_begin + signature_size) return no_cursor;
  const std::string_view all = *bytes;
  Parts parts;
  parts.id = all.substr(2, id_size);
  parts.scope = all.substr(2 + id_size, scope_size);
  parts.place = all.substr(place_begin, all.size() - place_begin - signature_size);
  parts.signed_part = all.substr(0, all.size() - signature_size);
  parts.signature = all.substr(all.size() - signature_size);
  return parts;
}

std::string_view view(const http::Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

bool hash_of(std::string_view scope, std::string& text) {
  http::Sha256 sha;
  http::Digest digest{};
  if (!sha.hash(scope, digest)) return false;
  text = view(digest).substr(0, scope_size);
  return true;
}

bool signature_of(std::string_view signed_part, std::string_view secret, http::Digest& digest) {
  http::Sha256 sha;
  http::HmacSha256 hmac;
  // A secret may serve other ends too: what is signed here says what it is.
  return hmac.set_key(sha, secret) && hmac.sign("partita cursor\n" + std::string(signed_part), digest);
}

bool same(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

// Without keys of its own a program can read its own cursors alone. Empty: there is no source of random numbers.
const std::string& secret_of_process() {
  static const std::string secret = [] {
    std::array<unsigned char, 32> bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) return std::string();
    return std::string(bytes.begin(), bytes.end());
  }();
  return secret;
}

Error no_crypto() {
  return {ErrorKind::credentials, "OpenSSL has no SHA-256 or no random numbers, so no cursor can be signed"};
}

}  // namespace

Result<Cursor> Cursor::parse(std::string_view text) {
  if (auto parts = split(text); !parts) return parts.error();
  return Cursor(std::string(text));
}

Result<Cursor> CursorSigner::sign(std::string_view place, std::string_view scope) const {
  const std::vector<CursorKey>& keys = client_.cursor_keys();
  const std::string id = keys.empty() ? std::string() : keys.front().id;
  const std::string& secret = keys.empty() ? secret_of_process() : keys.front().secret;
  std::string hash;
  if (secret.empty() || !hash_of(scope, hash)) return no_crypto();
  std::string bytes;
  bytes += static_cast<char>(version);
  bytes += static_cast<char>(static_cast<unsigned char>(id.size()));
  bytes.append(id).append(hash).append(place);
  http::Digest signature{};
  if (!signature_of(bytes, secret, signature)) return no_crypto();
  return Cursor(to_base64url(bytes.append(view(signature))));
}

Result<std::string> CursorSigner::open(const Cursor& cursor, std::string_view scope) const {
  auto parts = split(cursor.to_string());
  if (!parts) return parts.error();
  const std::vector<CursorKey>& keys = client_.cursor_keys();
  const auto key = std::find_if(keys.begin(), keys.end(), [&](const CursorKey& each) { return each.id == parts->id; });
  if (parts->id.empty() ? !keys.empty() : key == keys.end()) {
    return refused("the cursor was signed by a key that is not in ClientOptions::cursor_keys");
  }
  const std::string& secret = parts->id.empty() ? secret_of_process() : key->secret;
  std::string hash;
  http::Digest signature{};
  if (secret.empty() || !hash_of(scope, hash) || !signature_of(parts->signed_part, secret, signature)) {
    return no_crypto();
  }
  if (!same(parts->signature, view(signature))) {
    return refused(parts->id.empty() ? "the cursor was changed, or is of another process: without "
                                       "ClientOptions::cursor_keys a cursor is good for the process that made it"
                                     : "the cursor was changed, or was signed by another key of the same id");
  }
  if (!same(parts->scope, hash)) {
    return refused(
        "the cursor is of another query: entity, table, index, tenant, conditions, filter and order must be those it "
        "was made with");
  }
  return std::string(parts->place);
}

}  // namespace partita::inline epoch1
