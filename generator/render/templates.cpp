#include "render/templates.hpp"

#include "render/embedded.hpp"

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

namespace partita::render {

namespace {

/// Templates may include themselves for nested values; no value nests this deep.
constexpr std::size_t depth_limit = 64;

std::string indented(const std::string& text, const std::string& indent) {
  if (indent.empty()) return text;
  std::string result;
  bool line_start = true;
  for (const char c : text) {
    if (line_start && c != '\n') result += indent;
    result += c;
    line_start = c == '\n';
  }
  return result;
}

class Renderer {
 public:
  Renderer(const ParsedTemplates& templates, const Value& root) : templates_(templates), scopes_{&root} {}

  bool render(std::string_view name, std::string& out) {
    const auto known = templates_.find(name);
    if (known == templates_.end()) return fail("", 0, "unknown template '" + std::string(name) + "'");
    if (depth_ == depth_limit) return fail(known->first, 1, "includes itself without end");
    const auto& nodes = known->second;
    if (!nodes) return fail(known->first, nodes.error().line, nodes.error().message);
    ++depth_;
    const bool done = walk(known->first, *nodes, out);
    --depth_;
    return done;
  }

  const std::string& error() const { return error_; }

 private:
  bool fail(const std::string& name, std::size_t line, const std::string& message) {
    error_ = line == 0 ? message : name + ".mustache:" + std::to_string(line) + ": " + message;
    return false;
  }

  const Value* find(std::string_view name) const {
    if (name == ".") return scopes_.back();
    auto dot = name.find('.');
    const Value* found = nullptr;
    for (auto scope = scopes_.rbegin(); scope != scopes_.rend() && found == nullptr; ++scope) {
      found = (*scope)->find(name.substr(0, dot));
    }
    while (found != nullptr && dot != std::string_view::npos) {
      name.remove_prefix(dot + 1);
      dot = name.find('.');
      found = found->find(name.substr(0, dot));
    }
    return found;
  }

  bool walk(const std::string& name, const std::vector<Node>& nodes, std::string& out) {
    for (const Node& node : nodes) {
      if (!visit(name, node, out)) return false;
    }
    return true;
  }

  bool visit(const std::string& name, const Node& node, std::string& out) {
    if (node.kind == Node::Kind::text) {
      out += node.text;
      return true;
    }
    if (node.kind == Node::Kind::partial) {
      if (!templates_.contains(node.text)) return fail(name, node.line, "unknown template '" + node.text + "'");
      std::string part;
      if (!render(node.text, part)) return false;
      out += indented(part, node.indent);
      return true;
    }
    const Value* value = find(node.text);
    if (value == nullptr) return fail(name, node.line, "unknown name '" + node.text + "'");
    if (node.kind == Node::Kind::variable) {
      if (value->string() == nullptr) return fail(name, node.line, "'" + node.text + "' is not a string");
      out += *value->string();
      return true;
    }
    const bool stands_if = node.kind == Node::Kind::section;
    if (const bool* flag = value->flag()) return *flag != stands_if || walk(name, node.children, out);
    const Value::List* items = value->list();
    if (items == nullptr) return fail(name, node.line, "'" + node.text + "' is neither a list nor a flag");
    if (!stands_if) return !items->empty() || walk(name, node.children, out);
    for (const Value& item : *items) {
      scopes_.push_back(&item);
      const bool done = walk(name, node.children, out);
      scopes_.pop_back();
      if (!done) return false;
    }
    return true;
  }

  const ParsedTemplates& templates_;
  std::vector<const Value*> scopes_;
  std::size_t depth_ = 0;
  std::string error_;
};

}  // namespace

Templates::Templates(std::map<std::string, std::string, std::less<>> texts) : texts_(std::move(texts)) {
  for (const auto& [name, text] : texts_) parsed_.emplace(name, parse_template(text));
}

Templates Templates::embedded() {
  std::map<std::string, std::string, std::less<>> texts;
  for (const source::EmbeddedText& part : embedded_templates()) texts.emplace(part.name, part.text);
  return Templates(std::move(texts));
}

tl::expected<Templates, std::string> Templates::overridden(const std::string& directory) {
  std::map<std::string, std::string, std::less<>> texts = embedded().texts();
  std::vector<std::string> files;
  std::error_code failed;
  if (!std::filesystem::is_directory(directory, failed)) {
    return tl::unexpected("'" + directory + "' is not a directory");
  }
  for (auto& [name, text] : texts) {
    const std::string path = (std::filesystem::path(directory) / (name + ".mustache")).string();
    if (!std::filesystem::exists(path, failed)) continue;
    std::ifstream file(path, std::ios::binary);
    std::string content{std::istreambuf_iterator<char>(file), {}};
    if (!file) return tl::unexpected("cannot read '" + path + "'");
    text = std::move(content);
    files.push_back(path);
  }
  Templates result(std::move(texts));
  result.files_ = std::move(files);
  return result;
}

tl::expected<std::string, std::string> Templates::render(std::string_view name, const Value& value) const {
  Renderer renderer(parsed_, value);
  std::string out;
  if (!renderer.render(name, out)) return tl::unexpected(renderer.error());
  return out;
}

}  // namespace partita::render
