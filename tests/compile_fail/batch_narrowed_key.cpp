// error: a remove takes the whole key: each part of it, in order, by a value that its type holds without narrowing
#include "lab/article.partita.hpp"

#include <cstdint>

bool remove(const partita::Client& client, const lab::ArticleRepository& articles, std::int64_t number) {
  return static_cast<bool>(partita::write_batch(client).remove(articles, "j-1", number).execute());
}
