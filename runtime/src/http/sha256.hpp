// SHA-256 and HMAC-SHA-256 on OpenSSL 3, set up once and used many times.
#pragma once

#include <array>
#include <memory>
#include <string_view>

// OpenSSL's own declarations; its headers stay out of ours.
struct evp_md_st;
struct evp_md_ctx_st;

namespace partita::inline epoch1::http {

using Digest = std::array<unsigned char, 32>;

/// Writes 64 digits, in lower case, to `out`.
void to_hex(const Digest& digest, char* out);

struct FreeEvp {
  void operator()(evp_md_st* digest) const noexcept;
  void operator()(evp_md_ctx_st* context) const noexcept;
};

/// Hashes with an algorithm fetched once: a fetch for each hash costs more than hashing a small body.
/// One thread at a time. Functions return false if OpenSSL refuses (no usable provider).
class Sha256 {
 public:
  Sha256();
  [[nodiscard]] bool hash(std::string_view text, Digest& digest);

 private:
  friend class HmacSha256;
  std::unique_ptr<evp_md_st, FreeEvp> algorithm_;
  std::unique_ptr<evp_md_ctx_st, FreeEvp> context_;
};

/// HMAC whose padded key is hashed once: a message costs its own blocks, one of padding and one outer block.
class HmacSha256 {
 public:
  HmacSha256();
  [[nodiscard]] bool set_key(Sha256& sha, std::string_view key);
  [[nodiscard]] bool sign(std::string_view message, Digest& digest);

 private:
  std::unique_ptr<evp_md_ctx_st, FreeEvp> inner_;
  std::unique_ptr<evp_md_ctx_st, FreeEvp> outer_;
  std::unique_ptr<evp_md_ctx_st, FreeEvp> work_;
};

}  // namespace partita::inline epoch1::http
