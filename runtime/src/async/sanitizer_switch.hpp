// Tells AddressSanitizer and ThreadSanitizer that another stack goes on; nothing without them.
#pragma once

#include <cstddef>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define PARTITA_ASAN 1
#endif
#if __has_feature(thread_sanitizer)
#define PARTITA_TSAN 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define PARTITA_ASAN 1
#endif
#if defined(__SANITIZE_THREAD__)
#define PARTITA_TSAN 1
#endif

#ifdef PARTITA_ASAN
#include <sanitizer/common_interface_defs.h>
#endif
#ifdef PARTITA_TSAN
#include <sanitizer/tsan_interface.h>
#endif

namespace partita::inline epoch1::async {

#ifdef PARTITA_ASAN
inline void begin_switch(void** fake_stack, const void* bottom, std::size_t size) {
  __sanitizer_start_switch_fiber(fake_stack, bottom, size);
}
inline void end_switch(void* fake_stack, const void** old_bottom, std::size_t* old_size) {
  __sanitizer_finish_switch_fiber(fake_stack, old_bottom, old_size);
}
#else
inline void begin_switch(void**, const void*, std::size_t) {}
inline void end_switch(void*, const void**, std::size_t*) {}
#endif

#ifdef PARTITA_TSAN
inline void* new_context() {
  return __tsan_create_fiber(0);
}
inline void* current_context() {
  return __tsan_get_current_fiber();
}
inline void delete_context(void* context) {
  __tsan_destroy_fiber(context);
}
inline void switch_context(void* context) {
  __tsan_switch_to_fiber(context, 0);
}
#else
inline void* new_context() {
  return nullptr;
}
inline void* current_context() {
  return nullptr;
}
inline void delete_context(void*) {}
inline void switch_context(void*) {}
#endif

}  // namespace partita::inline epoch1::async
