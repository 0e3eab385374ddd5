// Everything that a generated codec needs, but for std::chrono types: <partita/wire/chrono.hpp>.
#pragma once

#include <partita/wire/entity_codec.hpp>
#include <partita/wire/members.hpp>
#include <partita/wire/object.hpp>
#include <partita/wire/reader.hpp>
#include <partita/wire/single_value.hpp>
#include <partita/wire/tag.hpp>
#include <partita/wire/values.hpp>
#include <partita/wire/writer.hpp>
