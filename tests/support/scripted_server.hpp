#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace partita::test {

/// A request as it arrived.
struct ScriptedRequest {
  std::string method;
  std::string path;
  /// Names in lower case; a repeated header's values are joined by ", ".
  std::map<std::string, std::string> headers;
  std::string body;
  /// Which accepted connection it came over, counted from 1.
  std::size_t connection = 0;

  /// The operation named by x-amz-target, such as "PutItem"; empty without one.
  std::string operation() const;
};

/// The value of the x-amz-crc32 header of an answer.
enum class Checksum { right, wrong, none };

/// How the connection ends around an answer.
enum class Ending {
  /// Stays open for the next request.
  keep_alive,
  /// The whole answer, then an orderly close.
  close,
  /// An orderly close after `ScriptedAnswer::cut_after` bytes of the answer, status line and headers counted.
  close_midway,
  /// A TCP reset after `ScriptedAnswer::cut_after` bytes of the answer. A client may lose bytes sent just before a
  /// reset.
  reset_midway,
  /// The whole answer, then an orderly close that no header announces: the client may believe the connection to be
  /// good.
  close_unannounced,
  /// No byte ever, but the end of the stream; what the client still sends is read.
  half_close,
  /// No byte ever; the connection stays open until the client or the server's destructor ends it.
  never_answer,
};

/// What the server says to one request.
struct ScriptedAnswer {
  int status = 200;
  /// Sent as the body as it is: for a gzip answer give the compressed bytes and a content-encoding header.
  std::string body{};
  /// Added to what the server sends by itself: content-type (application/x-amz-json-1.0), x-amzn-RequestId, x-amz-crc32
  /// and content-length or transfer-encoding. A name given here takes that header's place.
  std::vector<std::pair<std::string, std::string>> headers{};
  /// Over the bytes of `body`, as the service computes it.
  Checksum checksum = Checksum::right;
  /// Sent in chunks of this many bytes, or 0 for a content-length.
  std::size_t chunk_size = 0;
  /// Waited before the first byte.
  std::chrono::milliseconds delay{0};
  /// Sent in pieces of so many bytes with `pause` after each, or 0 for one piece.
  std::size_t piece_size = 0;
  std::chrono::milliseconds pause{0};
  Ending ending = Ending::keep_alive;
  std::size_t cut_after = 0;
};

/// The body of an error as DynamoDB writes it: {"__type": "com.amazonaws.dynamodb.v20120810#<type>", "message": ...}.
ScriptedAnswer error_answer(int status, std::string_view type, std::string_view message);

/// Drops the request: an orderly close before any byte of an answer.
ScriptedAnswer closed_unanswered();

/// Drops the request: a TCP reset after it was read.
ScriptedAnswer reset_unanswered();

/// An HTTP/1.1 server on 127.0.0.1 and a free port that says what a test tells it to. Answers come from a queue, in the
/// order in which requests arrive over all connections; when the queue is empty, from the handler; without a handler
/// the answer is status 500 with a body that says so, which no test expects. Every member is thread-safe.
class ScriptedServer {
 public:
  /// Called on the connection's thread, maybe from several at once.
  using Handler = std::function<ScriptedAnswer(const ScriptedRequest&)>;

  /// Listens when constructed. Aborts the program with a message if it cannot.
  explicit ScriptedServer(Handler handler = {});
  /// Closes every connection, also one that never answers, and joins all threads.
  ~ScriptedServer();
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;

  /// "http://127.0.0.1:<port>".
  std::string url() const;
  int port() const;

  void enqueue(ScriptedAnswer answer);
  /// The same answer `count` times.
  void enqueue(ScriptedAnswer answer, std::size_t count);

  /// The next requests are read for so many bytes, and their connections reset; 0 bytes: before anything is read.
  void break_requests(std::size_t count, std::size_t after_bytes);
  /// Closes all connections and refuses new ones until `listen_again`, as a server does that has died.
  void stop_listening();
  void listen_again();
  /// For servers that live long: `requests()` stays as it is.
  void stop_recording();

  /// Every request read whole so far, in order of arrival.
  std::vector<ScriptedRequest> requests() const;
  std::size_t connections_accepted() const;
  std::size_t connections_open() const;
  /// Answers not yet used: 0 at the end of a test that means to use them all.
  std::size_t answers_left() const;

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace partita::test
