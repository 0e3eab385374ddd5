#include "http/response_headers.hpp"

#include <catch2/catch.hpp>

using namespace partita::http;
using namespace std::chrono;

TEST_CASE("headers are known whatever their case") {
  ResponseHeaders headers;
  headers.add("X-AMZN-RequestId: ABC \r\n");
  headers.add("x-amz-crc32:2745614147\r\n");
  headers.add("CONTENT-LENGTH: 17\r\n");
  headers.add("Content-Encoding: gzip\r\n");
  headers.add("x-amzn-ErrorType: ValidationException:http://internal/\r\n");
  headers.add("Date: Sat, 21 Nov 2026 05:09:15 GMT\r\n");
  headers.add("no colon\r\n");
  CHECK(headers.request_id == "ABC");
  CHECK(headers.crc32 == 2745614147U);
  CHECK(headers.content_length == 17U);
  CHECK(headers.content_encoding == "gzip");
  CHECK(headers.error_type == "ValidationException");
  CHECK(headers.date == sys_days(2026y / November / 21) + 5h + 9min + 15s);
}

TEST_CASE("malformed numbers and dates are as good as absent") {
  ResponseHeaders headers;
  headers.add("x-amz-crc32: 99999999999\r\n");
  headers.add("content-length: 1x\r\n");
  headers.add("date: tomorrow\r\n");
  CHECK_FALSE(headers.crc32);
  CHECK_FALSE(headers.content_length);
  CHECK_FALSE(headers.date);
  for (const char* const text : {"", "Sat, 21 Foo 2026 05:09:15 GMT", "Sat, 31 Feb 2026 05:09:15 GMT",
                                 "Sat, 21 Nov 2026 25:09:15 GMT", "Sat, 21 ovD 2026 05:09:15 GMT"}) {
    CHECK_FALSE(parse_http_date(text));
  }
}
