// Diagnostics as workflow commands of GitHub Actions: annotations in the code of a pull request.
#pragma once

#include "diagnostics/diagnostic.hpp"
#include "source/source_set.hpp"

#include <string>
#include <vector>

namespace partita::diagnostics {

/// `::error file=a.hpp,line=3,endLine=3,col=5,endColumn=9,title=missing-index::message`, a line each, the notes below
/// the message.
///
/// Source: https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
std::string render_github(const std::vector<Diagnostic>& diagnostics, const source::SourceSet& sources);

}  // namespace partita::diagnostics
