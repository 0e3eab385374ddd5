#include "http/sha256.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <cstddef>

namespace partita::inline epoch1::http {

void FreeEvp::operator()(evp_md_st* digest) const noexcept {
  EVP_MD_free(digest);
}
void FreeEvp::operator()(evp_md_ctx_st* context) const noexcept {
  EVP_MD_CTX_free(context);
}

Sha256::Sha256() : algorithm_(EVP_MD_fetch(nullptr, "SHA256", nullptr)), context_(EVP_MD_CTX_new()) {
  if (algorithm_ && context_ && EVP_DigestInit_ex2(context_.get(), algorithm_.get(), nullptr) != 1) context_.reset();
}

bool Sha256::hash(std::string_view text, Digest& digest) {
  return algorithm_ && context_ && EVP_DigestInit_ex2(context_.get(), nullptr, nullptr) == 1 &&
         EVP_DigestUpdate(context_.get(), text.data(), text.size()) == 1 &&
         EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr) == 1;
}

HmacSha256::HmacSha256() : inner_(EVP_MD_CTX_new()), outer_(EVP_MD_CTX_new()), work_(EVP_MD_CTX_new()) {}

bool HmacSha256::set_key(Sha256& sha, std::string_view key) {
  std::array<unsigned char, 64> block{};
  Digest hashed{};
  if (key.size() > block.size()) {
    if (!sha.hash(key, hashed)) return false;
    std::copy(hashed.begin(), hashed.end(), block.begin());
  } else {
    std::copy(key.begin(), key.end(), block.begin());
  }

  bool ok = inner_ && outer_ && work_;
  const auto start = [&](evp_md_ctx_st* context, unsigned char pad) {
    std::array<unsigned char, 64> padded{};
    std::transform(block.begin(), block.end(), padded.begin(),
                   [pad](unsigned char byte) { return static_cast<unsigned char>(byte ^ pad); });
    ok = ok && EVP_DigestInit_ex2(context, sha.algorithm_.get(), nullptr) == 1 &&
         EVP_DigestUpdate(context, padded.data(), padded.size()) == 1;
    OPENSSL_cleanse(padded.data(), padded.size());
  };
  start(inner_.get(), 0x36);
  start(outer_.get(), 0x5c);
  OPENSSL_cleanse(block.data(), block.size());
  return ok;
}

bool HmacSha256::sign(std::string_view message, Digest& digest) {
  return EVP_MD_CTX_copy_ex(work_.get(), inner_.get()) == 1 &&
         EVP_DigestUpdate(work_.get(), message.data(), message.size()) == 1 &&
         EVP_DigestFinal_ex(work_.get(), digest.data(), nullptr) == 1 &&
         EVP_MD_CTX_copy_ex(work_.get(), outer_.get()) == 1 &&
         EVP_DigestUpdate(work_.get(), digest.data(), digest.size()) == 1 &&
         EVP_DigestFinal_ex(work_.get(), digest.data(), nullptr) == 1;
}

void to_hex(const Digest& digest, char* out) {
  constexpr std::string_view digits = "0123456789abcdef";
  for (const unsigned char byte : digest) {
    *out++ = digits[byte >> 4];
    *out++ = digits[byte & 0xFU];
  }
}

}  // namespace partita::inline epoch1::http
