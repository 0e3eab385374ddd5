// Writes a random schema and what is done to it. usage: make_model SEED DIRECTORY
#include "model.hpp"

#include <cstdio>
#include <cstdlib>
#include <fstream>

namespace {

bool write(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (!file) std::fprintf(stderr, "make_model: cannot write '%s'\n", path.c_str());
  return static_cast<bool>(file);
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) {
    std::fprintf(stderr, "usage: make_model SEED DIRECTORY\n");
    return 2;
  }
  differential::Rng rng(std::strtoull(arguments[1], nullptr, 10));
  const std::string directory = arguments[2];
  const differential::Model model = differential::random_model(rng);
  const bool written = write(directory + "/model.json", differential::schema_text(model)) &&
                       write(directory + "/operations.cpp", differential::operations_text(model, rng));
  return written ? 0 : 1;
}
