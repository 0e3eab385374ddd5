#include "frontend_cpp/frontend_cpp.hpp"

#include "frontend_cpp/command_line.hpp"
#include "frontend_cpp/entity_reader.hpp"
#include "frontend_cpp/extended_reader.hpp"
#include "frontend_cpp/function_body.hpp"
#include "frontend_cpp/locator.hpp"
#include "frontend_cpp/own_outputs.hpp"

#include <clang/AST/ASTConsumer.h>
#include <clang/AST/ASTContext.h>
#include <clang/Basic/DiagnosticSema.h>
#include <clang/Basic/FileManager.h>
#include <clang/Frontend/CompilerInstance.h>
#include <clang/Frontend/FrontendAction.h>
#include <clang/Frontend/TextDiagnosticPrinter.h>
#include <clang/Frontend/Utils.h>
#include <clang/Lex/PPCallbacks.h>
#include <clang/Lex/Preprocessor.h>
#include <clang/Sema/SemaConsumer.h>
#include <clang/Tooling/Tooling.h>
#include <llvm/ADT/SmallString.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/Path.h>
#include <llvm/Support/VirtualFileSystem.h>
#include <llvm/Support/raw_ostream.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace partita::frontend_cpp {
namespace {

constexpr const char* main_file = "<partita inputs>";

/// What the parts of one run share.
struct Run {
  const Options& options;
  source::SourceSet& sources;
  model::Declared& declared;
  diagnostics::Sink& sink;
  InputFiles inputs{};
  bool standard_library_missing = false;
  bool names_missing = false;
  bool fatal = false;
  std::set<std::string> missing_headers{};  ///< of structures that entities extend
  std::vector<std::string> dependencies{};
  std::vector<clang::SourceLocation> errors{};         ///< where clang found them
  std::vector<diagnostics::Diagnostic> host_errors{};  ///< the same, with what it says
};

class Includes : public clang::PPCallbacks {
 public:
  Includes(Run& run, const clang::SourceManager& manager) : run_(run), manager_(manager) {}

  bool FileNotFound(llvm::StringRef name) override {
    if (name.ends_with(".partita.hpp")) return true;
    // Only the standard library's headers have neither a folder nor an extension.
    if (name.find_first_of("./") == llvm::StringRef::npos) run_.standard_library_missing = true;
    return false;
  }

  void HasInclude(clang::SourceLocation at, llvm::StringRef name, bool, clang::OptionalFileEntryRef file,
                  clang::SrcMgr::CharacteristicKind) override {
    if (!file && manager_.isInMainFile(at)) run_.missing_headers.insert(name.str());
  }

 private:
  Run& run_;
  const clang::SourceManager& manager_;
};

/// Reads the entities when the whole unit is parsed, while clang's Sema is still there to ask.
class Consumer : public clang::SemaConsumer {
 public:
  explicit Consumer(Run& run) : run_(run) {}

  void InitializeSema(clang::Sema& sema) override { sema_ = &sema; }
  void ForgetSema() override { sema_ = nullptr; }

  bool shouldSkipFunctionBody(clang::Decl* function) override {
    const clang::ASTContext& context = function->getASTContext();
    if (!body_names_entity(*function, context.getSourceManager(), context.getLangOpts())) return true;
    if (const clang::FunctionDecl* parsed = function->getAsFunction()) bodies_.push_back(parsed);
    return false;
  }

  void HandleTranslationUnit(clang::ASTContext& context) override {
    run_.fatal = context.getDiagnostics().hasFatalErrorOccurred();
    // After a fatal error clang turns types that it has not seen yet into int without a word.
    if (run_.fatal || sema_ == nullptr) return;
    Locator locator(context.getSourceManager(), context.getLangOpts(), run_.inputs, run_.sources);
    EntityReader reader(*sema_, locator, run_.errors, run_.sink, run_.declared);
    std::vector<const clang::DeclContext*> scopes{context.getTranslationUnitDecl()};
    scopes.insert(scopes.end(), bodies_.begin(), bodies_.end());
    reader.read_all(scopes);
    ExtendedReader(context, reader.records(), locator, run_.missing_headers, run_.sink, run_.declared).read_all();
    if (context.getDiagnostics().hasErrorOccurred()) return;
    for (const auto& [id, file] : run_.inputs) {
      if (!reader.inputs_with_entities().contains(file.input))
        report_no_entity(context.getSourceManager(), file, locator);
    }
  }

 private:
  void report_no_entity(const clang::SourceManager& manager, const InputFile& file, Locator& locator) {
    const auto entry = manager.getFileManager().getOptionalFileRef(file.path);
    const clang::FileID id = entry ? manager.translateFile(*entry) : clang::FileID();
    if (id.isInvalid()) return;
    const clang::SourceLocation start = manager.getLocForStartOfFile(id);
    run_.sink.report(diagnostics::Id::no_entity, {locator.span({start, start}).file, 0, 0},
                     "this header declares no entity; an entity is a struct with 'using partita_entity = "
                     "partita::entity<\"table\">;' in it");
  }

  Run& run_;
  clang::Sema* sema_ = nullptr;
  std::vector<const clang::FunctionDecl*> bodies_;
};

/// Clang's text without what tells of the text that includes the inputs: that is no file of the user's.
std::string without_main_file(llvm::StringRef text) {
  const std::string included = std::string("In file included from ") + main_file + ":";
  std::string result;
  while (!text.empty()) {
    const auto [line, rest] = text.split('\n');
    text = rest;
    if (line.starts_with(included)) continue;
    result += llvm::sys::path::remove_leading_dotslash(line).str() + "\n";
  }
  return result;
}

struct TextBuffer {
  std::string text;
  llvm::raw_string_ostream stream{text};
};

/// Clang's own printer, which also notes whether names were missing.
class Printer : private TextBuffer, public clang::TextDiagnosticPrinter {
 public:
  Printer(clang::DiagnosticOptions& options, Run& run) : TextDiagnosticPrinter(stream, &options), run_(run) {}

  void BeginSourceFile(const clang::LangOptions& language, const clang::Preprocessor* preprocessor) override {
    language_ = language;
    TextDiagnosticPrinter::BeginSourceFile(language, preprocessor);
  }

  void HandleDiagnostic(clang::DiagnosticsEngine::Level level, const clang::Diagnostic& diagnostic) override {
    const unsigned id = diagnostic.getID();
    run_.names_missing |= id == clang::diag::err_undeclared_var_use || id == clang::diag::err_unknown_typename ||
                          id == clang::diag::err_typename_nested_not_found || id == clang::diag::err_no_member ||
                          id == clang::diag::err_no_template;
    if (level >= clang::DiagnosticsEngine::Error && diagnostic.getLocation().isValid()) {
      run_.errors.push_back(diagnostic.getSourceManager().getExpansionLoc(diagnostic.getLocation()));
    }
    keep(level, diagnostic);
    TextDiagnosticPrinter::HandleDiagnostic(level, diagnostic);
    if (run_.options.print_host_errors) llvm::errs() << without_main_file(text);
    text.clear();
  }

 private:
  void keep(clang::DiagnosticsEngine::Level level, const clang::Diagnostic& diagnostic) {
    llvm::SmallString<256> message;
    diagnostic.FormatDiagnostic(message);
    source::Span span;
    if (const clang::SourceLocation at = diagnostic.getLocation(); at.isValid()) {
      span = Locator(diagnostic.getSourceManager(), language_, run_.inputs, run_.sources).span({at, at});
    }
    if (level >= clang::DiagnosticsEngine::Error) {
      run_.host_errors.push_back(
          {diagnostics::Id::clang, diagnostics::Level::error, span, message.str().str(), {}, {}});
    } else if (level == clang::DiagnosticsEngine::Note && after_error_) {
      run_.host_errors.back().notes.push_back({span, message.str().str(), {}});
    }
    if (level != clang::DiagnosticsEngine::Note) after_error_ = level >= clang::DiagnosticsEngine::Error;
  }

  Run& run_;
  clang::LangOptions language_;
  bool after_error_ = false;
};

/// Every file that was read. One that was missing would make the next build run for nothing, or fail.
class Dependencies : public clang::DependencyCollector {
 public:
  bool sawDependency(llvm::StringRef name, bool from_module, bool is_system, bool is_module_file,
                     bool is_missing) override {
    return !is_missing && DependencyCollector::sawDependency(name, from_module, is_system, is_module_file, is_missing);
  }
};

class Action : public clang::ASTFrontendAction {
 public:
  explicit Action(Run& run) : run_(run) {}

 protected:
  bool BeginInvocation(clang::CompilerInstance& compiler) override {
    compiler.getFrontendOpts().SkipFunctionBodies = true;
    // The driver counts all findings of the run, clang's and ours.
    compiler.setVerboseOutputStream(std::make_unique<llvm::raw_null_ostream>());
    return true;
  }

  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance& compiler, llvm::StringRef) override {
    compiler.getPreprocessor().addPPCallbacks(std::make_unique<Includes>(run_, compiler.getSourceManager()));
    dependencies_ = std::make_shared<Dependencies>();
    dependencies_->attachToPreprocessor(compiler.getPreprocessor());
    return std::make_unique<Consumer>(run_);
  }

  void EndSourceFileAction() override {
    for (const std::string& file : dependencies_->getDependencies()) {
      if (file != main_file) run_.dependencies.push_back(file);
    }
  }

 private:
  Run& run_;
  std::shared_ptr<Dependencies> dependencies_;
};

void complain(const std::string& message) {
  llvm::errs() << "error: " << message << '\n';
}

/// Text that includes every input, or nothing (and a complaint) if one cannot be read.
std::optional<std::string> main_text(Run& run) {
  std::string text;
  for (const std::size_t input : run.options.inputs) {
    const std::string& path = run.declared.inputs[input].path;
    llvm::sys::fs::UniqueID id;
    if (const std::error_code error = llvm::sys::fs::getUniqueID(path, id)) {
      complain("cannot read '" + path + "': " + error.message());
      return std::nullopt;
    }
    if (path.find_first_of("\"\n") != std::string::npos) {
      complain("cannot include '" + path + "': its name has a quote or a line end in it; rename it");
      return std::nullopt;
    }
    const bool added = run.inputs.try_emplace(id, InputFile{input, path}).second;
    if (added) text += "#include \"" + path + "\"\n";
  }
  // What is not found is reported where the schema names it.
  std::set<std::string> headers;
  for (const model::DeclaredEntity& entity : run.declared.entities) {
    if (!entity.extends || !headers.insert(entity.extends->header.text).second) continue;
    const std::string quoted = '"' + entity.extends->header.text + '"';
    text += "#if __has_include(" + quoted + ")\n#include " + quoted + "\n#endif\n";
  }
  return text;
}

bool has_builtin_headers(const std::string& resource_dir) {
  if (llvm::sys::fs::exists(resource_dir + "/include/stddef.h")) return true;
  complain("clang's own headers are not in '" + resource_dir +
           "' (no include/stddef.h there); install the package libclang-common-19-dev, or name their directory with "
           "--resource-dir");
  return false;
}

}  // namespace

Outcome parse(const Options& options, source::SourceSet& sources, model::Declared& declared, diagnostics::Sink& sink,
              std::vector<std::string>& dependencies) {
  Run run{options, sources, declared, sink};
  if (!has_builtin_headers(options.resource_dir)) return Outcome::failed;
  const std::optional<std::string> text = main_text(run);
  if (!text) return Outcome::failed;

  auto memory = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
  auto overlay = llvm::makeIntrusiveRefCnt<llvm::vfs::OverlayFileSystem>(
      llvm::makeIntrusiveRefCnt<OwnOutputsHidden>(llvm::vfs::getRealFileSystem(), declared.inputs));
  overlay->pushOverlay(memory);
  memory->addFile(main_file, 0, llvm::MemoryBuffer::getMemBuffer(*text));
  auto files = llvm::makeIntrusiveRefCnt<clang::FileManager>(clang::FileSystemOptions(), overlay);

  clang::tooling::ToolInvocation invocation(
      command_line(options.clang_args, options.resource_dir, partita_include_dir(), main_file),
      std::make_unique<Action>(run), files.get());
  auto diagnostic_options = llvm::makeIntrusiveRefCnt<clang::DiagnosticOptions>();
  Printer printer(*diagnostic_options, run);
  invocation.setDiagnosticConsumer(&printer);
  const bool clean = invocation.run();
  if (run.standard_library_missing && run.fatal) {
    complain(
        "a header of the C++ standard library was not found; install the package libstdc++-12-dev (g++ brings it)");
  } else if (run.names_missing && !run.fatal) {
    llvm::errs() << "note: a header must include what it uses: nothing is included before it here, no precompiled "
                    "header either\n";
  }

  dependencies.insert(dependencies.end(), run.dependencies.begin(), run.dependencies.end());
  std::stable_sort(
      declared.entities.begin(), declared.entities.end(),
      [](const model::DeclaredEntity& left, const model::DeclaredEntity& right) { return left.input < right.input; });
  if (!clean && run.host_errors.empty()) {
    run.host_errors.push_back({diagnostics::Id::clang,
                               diagnostics::Level::error,
                               {},
                               "clang could not run; what it said is on stderr",
                               {},
                               {}});
  }
  for (diagnostics::Diagnostic& error : run.host_errors) sink.report(std::move(error));
  if (run.fatal) return Outcome::fatal_host_error;
  return clean ? Outcome::ok : Outcome::host_errors;
}

}  // namespace partita::frontend_cpp
