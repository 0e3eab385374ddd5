#include <partita/wire/codec.hpp>
#include <partita/wire/composed.hpp>

#include <catch2/catch.hpp>

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace wire = partita::wire;
using wire::Tag;

namespace {

enum class Stage { draft, done };

struct Step {
  std::string tenant{};
  std::string context{};
  std::int64_t rank{};
  partita::timestamp at{};
  std::optional<std::string> owner{};
  Stage stage = Stage::draft;
};

enum class StepMember : std::uint8_t { pk, sk, gsi1pk, gsi1sk, type, tenant, context, rank, at, owner, stage };

constexpr wire::Members<11> step_members{{
    {"pk", Tag::S, wire::partition_key_of("table 'app'")},
    {"sk", Tag::S, wire::sort_key_of("table 'app'")},
    {"gsi1pk", Tag::S, wire::partition_key_of("index 'by_owner'").or_absent()},
    {"gsi1sk", Tag::S, wire::sort_key_of("index 'by_owner'")},
    {"type", Tag::S, wire::required},
    {"tenant", Tag::S, wire::required},
    {"context", Tag::S, wire::required},
    {"rank", Tag::N, wire::required},
    {"at", Tag::N, wire::required},
    {"owner", Tag::S, wire::may_be_absent},
    {"stage", Tag::S, wire::required},
}};

constexpr wire::EnumNames<Stage, 2> stage_names{{{Stage::draft, "draft"}, {Stage::done, "done"}}};

constexpr wire::KeyTemplate<1> pk_template{{{"TENANT#", "tenant"}}};
constexpr wire::KeyTemplate<2> sk_template{{{"STEP#", "context"}, {"#", "rank", wire::padded(6)}}};
constexpr wire::KeyTemplate<2> gsi1pk_template{{{"OWNER#", "owner", wire::escaped}, {"#", "stage"}}};
constexpr wire::KeyTemplate<2> gsi1sk_template{{{"", "at"}, {"|", "rank"}}};

// What an index that projects keys only holds.
struct OwnedStep {
  std::string tenant{};
  std::string context{};
  std::int64_t rank{};
  partita::timestamp at{};
  std::string owner{};
  Stage stage{};
};

enum class OwnedMember : std::uint8_t { pk, sk, gsi1pk, gsi1sk };
constexpr wire::Members<4> owned_members{{
    {"pk", Tag::S, wire::required},
    {"sk", Tag::S, wire::required},
    {"gsi1pk", Tag::S, wire::required},
    {"gsi1sk", Tag::S, wire::required},
}};

struct Orders {
  wire::Order<11> step;
  wire::Order<4> owned;
};

struct Codec {
  static void write(wire::Writer& out, Stage value) { out.enumerator(stage_names, value); }
  static void read(wire::Reader& in, Orders& /*orders*/, Stage& value) { in.enumerator(stage_names, value); }
  static std::string_view name(Stage value) { return wire::name_of(stage_names, value); }
  static bool named(std::string_view name, Stage& value) { return wire::find_named(stage_names, name, value); }

  static void write(wire::Writer& out, const Step& item) {
    wire::ComposedWriter<Codec> members{out, step_members};
    members.compose(StepMember::pk, pk_template, item.tenant);
    members.compose(StepMember::sk, sk_template, item.context, item.rank);
    members.compose(StepMember::gsi1pk, gsi1pk_template, item.owner, item.stage);
    members.compose(StepMember::gsi1sk, gsi1sk_template, item.at, item.rank);
    members.write(StepMember::type, "step");
    members.write(StepMember::tenant, item.tenant);
    members.write(StepMember::context, item.context);
    members.write(StepMember::rank, item.rank);
    members.write(StepMember::at, item.at);
    members.write(StepMember::owner, item.owner);
    members.write(StepMember::stage, item.stage);
  }

  static void read(wire::Reader& in, Orders& orders, Step& item) {
    wire::ComposedReader<Codec, Orders> members{in, step_members, orders, orders.step};
    wire::StoredKey pk;
    wire::StoredKey sk;
    wire::StoredKey gsi1pk;
    wire::StoredKey gsi1sk;
    while (members.next()) {
      switch (members.current<StepMember>()) {
        case StepMember::pk:
          members.read(pk);
          break;
        case StepMember::sk:
          members.read(sk);
          break;
        case StepMember::gsi1pk:
          members.read(gsi1pk);
          break;
        case StepMember::gsi1sk:
          members.read(gsi1sk);
          break;
        case StepMember::type:
          members.read_type("step");
          break;
        case StepMember::tenant:
          members.read(item.tenant);
          break;
        case StepMember::context:
          members.read(item.context);
          break;
        case StepMember::rank:
          members.read(item.rank);
          break;
        case StepMember::at:
          members.read(item.at);
          break;
        case StepMember::owner:
          members.read(item.owner);
          break;
        case StepMember::stage:
          members.read(item.stage);
          break;
      }
    }
    members.check(StepMember::pk, pk, pk_template, item.tenant);
    members.check(StepMember::sk, sk, sk_template, item.context, item.rank);
    members.check(StepMember::gsi1pk, gsi1pk, gsi1pk_template, item.owner, item.stage);
    members.check(StepMember::gsi1sk, gsi1sk, gsi1sk_template, item.at, item.rank);
  }

  static void read(wire::Reader& in, Orders& orders, OwnedStep& item) {
    wire::ComposedReader<Codec, Orders> members{in, owned_members, orders, orders.owned};
    wire::StoredKey pk;
    wire::StoredKey sk;
    wire::StoredKey gsi1pk;
    wire::StoredKey gsi1sk;
    while (members.next()) {
      switch (members.current<OwnedMember>()) {
        case OwnedMember::pk:
          members.read(pk);
          break;
        case OwnedMember::sk:
          members.read(sk);
          break;
        case OwnedMember::gsi1pk:
          members.read(gsi1pk);
          break;
        case OwnedMember::gsi1sk:
          members.read(gsi1sk);
          break;
      }
    }
    members.decompose(OwnedMember::pk, pk, pk_template, item.tenant);
    members.decompose(OwnedMember::sk, sk, sk_template, item.context, item.rank);
    members.decompose(OwnedMember::gsi1pk, gsi1pk, gsi1pk_template, item.owner, item.stage);
    members.decompose(OwnedMember::gsi1sk, gsi1sk, gsi1sk_template, item.at, wire::held<std::int64_t>);
    members.check(OwnedMember::gsi1sk, gsi1sk, gsi1sk_template, item.at, item.rank);
  }
};

const Step good{"a", "ctx", 42, partita::timestamp::from_milliseconds(1'763'712'000'000), "ada#1", Stage::done};

std::string written(const Step& item) {
  wire::Writer out;
  Codec::write(out, item);
  if (!out.failed()) return std::string(out.view());
  CHECK(out.error().kind() == partita::ErrorKind::invalid_argument);
  return "error: " + out.error().message();
}

template <class T>
std::string error_of_reading(std::string_view json, T& item) {
  wire::TextReader in{json};
  Orders orders;
  Codec::read(in.reader(), orders, item);
  in.reader().end();
  return in.reader().ok() ? "" : in.reader().error().message();
}

template <class... Parts>
std::string sk_of(const Parts&... parts) {
  const partita::Value value = wire::composed_value<Codec>(step_members, StepMember::sk, sk_template, parts...);
  return value.error() ? "error: " + value.error()->message() : value.json();
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("a composed key is written from its parts", "[composed]") {
  CHECK(written(good) == R"({"pk":{"S":"TENANT#a"},"sk":{"S":"STEP#ctx#000042"},"gsi1pk":{"S":"OWNER#ada%231#done"},)"
                         R"("gsi1sk":{"S":"2025-11-21T08:00:00.000Z|42"},"type":{"S":"step"},"tenant":{"S":"a"},)"
                         R"("context":{"S":"ctx"},"rank":{"N":"42"},"at":{"N":"1763712000000"},"owner":{"S":"ada#1"},)"
                         R"("stage":{"S":"done"}})");

  SECTION("without an optional part there is no key of the index") {
    Step item = good;
    item.owner.reset();
    CHECK(written(item).find("gsi1pk") == std::string::npos);
    Step read;
    CHECK(error_of_reading(written(item), read).empty());
  }

  SECTION("it comes back, in any order of attributes") {
    Step read;
    CHECK(error_of_reading(written(good), read).empty());
    CHECK(written(read) == written(good));
    Step other;
    CHECK(error_of_reading(R"({"stage":{"S":"draft"},"rank":{"N":"1"},"at":{"N":"0"},"tenant":{"S":"a"},)"
                           R"("sk":{"S":"STEP#\u0062#000001"},"context":{"S":"b"},"type":{"S":"step"},)"
                           R"("gsi1sk":{"S":"1970-01-01T00:00:00.000Z|1"},"pk":{"S":"TENANT#a"}})",
                           other)
              .empty());
    CHECK(other.context == "b");
  }
}

TEST_CASE("what would blur a composed key is refused before anything is sent", "[composed]") {
  Step item = good;
  const std::string table_key = "error: attribute 'pk' is the partition key of table 'app'; its part 'tenant' ";
  SECTION("the delimiter inside a part") {
    item.tenant = "a#b";
    CHECK(written(item) ==
          table_key + "holds '#', which parts the key; '{tenant:escaped}' in the template would escape it");
  }
  SECTION("an empty part") {
    item.tenant = "";
    CHECK(written(item) == table_key + "must not be empty");
  }
  SECTION("a default-constructed view") {
    CHECK(sk_of(std::string_view{}, 1) ==
          "error: attribute 'sk' is the sort key of table 'app'; its part 'context' must not be empty");
  }
  SECTION("bytes that are no text") {
    item.tenant = "a\xC3";
    CHECK(written(item) == table_key + "is not valid UTF-8, which a String must be");
  }
  SECTION("the character that ends ranges") {
    item.tenant = "a\xF4\x8F\xBF\xBF";
    CHECK(written(item) == table_key + "holds U+10FFFF, which is no character and ends ranges of keys");
  }
  SECTION("too many bytes") {
    item.tenant = std::string(2042, 'x');
    CHECK(written(item) ==
          "error: attribute 'pk' is the partition key of table 'app' and is 2049 bytes long; DynamoDB allows 2048");
    item.tenant.pop_back();
    CHECK(written(item).find("error") == std::string::npos);
    item.context = std::string(1013, 'x');
    CHECK(written(item) ==
          "error: attribute 'sk' is the sort key of table 'app' and is 1025 bytes long; DynamoDB allows 1024");
  }
  SECTION("a negative number where the key is padded") {
    item.rank = -1;
    CHECK(written(item) ==
          "error: attribute 'sk' is the sort key of table 'app'; its part 'rank' is negative, which a "
          "number padded with zeros cannot be");
  }
  SECTION("a number wider than its padding") {
    item.rank = 1'000'000;
    CHECK(written(item) ==
          "error: attribute 'sk' is the sort key of table 'app'; its part 'rank' has 7 digits; the "
          "key has room for 6");
  }
  SECTION("a value without a name") {
    item.stage = static_cast<Stage>(7);
    CHECK(written(item) ==
          "error: attribute 'gsi1pk' is the partition key of index 'by_owner'; its part 'stage' holds "
          "none of its enumerators");
  }
  SECTION("a time beyond four digits of a year") {
    item.at = partita::timestamp::from_milliseconds(std::numeric_limits<std::int64_t>::max());
    CHECK(written(item) ==
          "error: attribute 'gsi1sk' is the sort key of index 'by_owner'; its part 'at' is outside of "
          "the years 0000 to 9999, which a key can hold");
  }
}

TEST_CASE("a stored key that its parts do not make is a decode error", "[composed]") {
  Step read;
  CHECK(error_of_reading(replaced(written(good), "TENANT#a", "TENANT#b"), read) ==
        "attribute 'pk' is not the key 'TENANT#{tenant}' that the item's other attributes make");
  CHECK(error_of_reading(replaced(written(good), "#000042", "#42"), read) ==
        "attribute 'sk' is not the key 'STEP#{context}#{rank:6}' that the item's other attributes make");
  read = {};
  CHECK(error_of_reading(replaced(written(good), R"("owner":{"S":"ada#1"},)", ""), read) ==
        "attribute 'gsi1pk' is not the key 'OWNER#{owner:escaped}#{stage}' that the item's other attributes make");
  CHECK(error_of_reading(replaced(written(good), R"("pk":{"S":"TENANT#a"},)", ""), read) ==
        "attribute 'pk' is missing, and has no default");
  CHECK(error_of_reading(replaced(written(good), R"({"S":"step"})", R"({"S":"profile"})"), read) ==
        "the item is of type 'profile', not 'step'");
  // An item from before the index: it is not in there yet, but whole.
  CHECK(error_of_reading(replaced(written(good), R"("gsi1pk":{"S":"OWNER#ada%231#done"},)", ""), read).empty());
}

TEST_CASE("parts are read from the keys of an index that holds nothing else", "[composed]") {
  const std::string entry =
      R"({"pk":{"S":"TENANT#a"},"sk":{"S":"STEP#ctx#000042"},"gsi1pk":{"S":"OWNER#ada%231#done"},)"
      R"("gsi1sk":{"S":"2025-11-21T08:00:00.000Z|42"}})";
  OwnedStep read;
  CHECK(error_of_reading(entry, read).empty());
  CHECK(read.tenant == "a");
  CHECK(read.context == "ctx");
  CHECK(read.rank == 42);
  CHECK(read.owner == "ada#1");
  CHECK(read.stage == Stage::done);
  CHECK(read.at == good.at);

  const auto wrong = [&](std::string_view from, std::string_view to) {
    OwnedStep item;
    return error_of_reading(replaced(entry, from, to), item);
  };
  const std::string no_step = "attribute 'sk' is not a key of the form 'STEP#{context}#{rank:6}'";
  CHECK(wrong("STEP#ctx", "STAP#ctx") == no_step);
  CHECK(wrong("STEP#ctx", "STEP#") == no_step);
  CHECK(wrong("#000042", "#0042") == no_step);
  CHECK(wrong("#000042", "#000042#") == no_step);
  CHECK(wrong("#000042", "#00004x") == no_step);
  CHECK(wrong("TENANT#a", "TENANT#a#b") == "attribute 'pk' is not a key of the form 'TENANT#{tenant}'");
  const std::string no_owner = "attribute 'gsi1pk' is not a key of the form 'OWNER#{owner:escaped}#{stage}'";
  CHECK(wrong("%23", "%2") == no_owner);
  CHECK(wrong("%23", "%41") == no_owner);
  CHECK(wrong("#done", "#gone") == no_owner);
  const std::string no_time = "attribute 'gsi1sk' is not a key of the form '{at}|{rank}'";
  CHECK(wrong("|42", "|43") == "attribute 'gsi1sk' is not the key '{at}|{rank}' that the item's other attributes make");
  CHECK(wrong("08:00", "24:00") == no_time);
}
