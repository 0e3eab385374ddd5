#include "sdk_path.hpp"

#include <cjson/cJSON.h>

#include <iterator>
#include <sstream>
#include <utility>

namespace peers {

namespace {

// JsonView::GetAllObjects: a map of views, by name.
std::map<std::string, const cJSON*> all_objects(const cJSON* object) {
  std::map<std::string, const cJSON*> views;
  for (const cJSON* child = object->child; child != nullptr; child = child->next) views.emplace(child->string, child);
  return views;
}

// JsonView::GetArray: an array of views.
std::vector<const cJSON*> array_of(const cJSON* array) {
  std::vector<const cJSON*> views;
  for (const cJSON* child = array->child; child != nullptr; child = child->next) views.push_back(child);
  return views;
}

bool value_exists(const cJSON* object, const char* name) {
  const cJSON* found = cJSON_GetObjectItemCaseSensitive(object, name);
  return found != nullptr && !cJSON_IsNull(found);
}

std::string get_string(const cJSON* object, const char* name) {
  return cJSON_GetObjectItemCaseSensitive(object, name)->valuestring;
}

std::vector<std::string> get_strings(const cJSON* object, const char* name) {
  std::vector<std::string> texts;
  for (const cJSON* view : array_of(cJSON_GetObjectItemCaseSensitive(object, name)))
    texts.emplace_back(view->valuestring);
  return texts;
}

cJSON* strings_to_array(const std::vector<std::string>& texts) {
  cJSON* array = cJSON_CreateArray();
  for (const std::string& text : texts) cJSON_AddItemToArray(array, cJSON_CreateString(text.c_str()));
  return array;
}

}  // namespace

AttributeValue::AttributeValue(const cJSON* view) {
  // The order of the SDK's probes; each is a search of its own.
  if (value_exists(view, "S")) SetS(get_string(view, "S"));
  if (value_exists(view, "N")) SetN(get_string(view, "N"));
  if (value_exists(view, "B")) SetS(get_string(view, "B"));
  if (value_exists(view, "SS")) SetSS(get_strings(view, "SS"));
  if (value_exists(view, "NS")) {
    value_ = std::make_shared<Value>();
    value_->kind = Kind::ns;
    value_->ns = get_strings(view, "NS");
  }
  if (value_exists(view, "M")) {
    std::map<std::string, std::shared_ptr<AttributeValue>> map;
    for (const auto& [name, member] : all_objects(cJSON_GetObjectItemCaseSensitive(view, "M"))) {
      map.emplace(name, std::make_shared<AttributeValue>(member));
    }
    SetM(std::move(map));
  }
  if (value_exists(view, "L")) {
    std::vector<std::shared_ptr<AttributeValue>> list;
    for (const cJSON* element : array_of(cJSON_GetObjectItemCaseSensitive(view, "L"))) {
      list.push_back(std::make_shared<AttributeValue>(element));
    }
    SetL(std::move(list));
  }
  if (value_exists(view, "BOOL")) SetBool(cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(view, "BOOL")) != 0);
}

AttributeValue& AttributeValue::SetS(std::string text) {
  value_ = std::make_shared<Value>();
  value_->kind = Kind::s;
  value_->s = std::move(text);
  return *this;
}
AttributeValue& AttributeValue::SetN(std::string text) {
  value_ = std::make_shared<Value>();
  value_->kind = Kind::n;
  value_->n = std::move(text);
  return *this;
}
AttributeValue& AttributeValue::SetBool(bool on) {
  value_ = std::make_shared<Value>();
  value_->kind = Kind::boolean;
  value_->boolean = on;
  return *this;
}
AttributeValue& AttributeValue::SetSS(std::vector<std::string> texts) {
  value_ = std::make_shared<Value>();
  value_->kind = Kind::ss;
  value_->ss = std::move(texts);
  return *this;
}
AttributeValue& AttributeValue::SetL(std::vector<std::shared_ptr<AttributeValue>> list) {
  value_ = std::make_shared<Value>();
  value_->kind = Kind::l;
  value_->l = std::move(list);
  return *this;
}
AttributeValue& AttributeValue::SetM(std::map<std::string, std::shared_ptr<AttributeValue>> map) {
  value_ = std::make_shared<Value>();
  value_->kind = Kind::m;
  value_->m = std::move(map);
  return *this;
}

cJSON* AttributeValue::Jsonize() const {
  cJSON* object = cJSON_CreateObject();
  if (!value_) return object;
  switch (value_->kind) {
    case Kind::none:
      break;
    case Kind::s:
      cJSON_AddItemToObject(object, "S", cJSON_CreateString(value_->s.c_str()));
      break;
    case Kind::n:
      cJSON_AddItemToObject(object, "N", cJSON_CreateString(value_->n.c_str()));
      break;
    case Kind::boolean:
      cJSON_AddItemToObject(object, "BOOL", cJSON_CreateBool(value_->boolean ? 1 : 0));
      break;
    case Kind::ss:
      cJSON_AddItemToObject(object, "SS", strings_to_array(value_->ss));
      break;
    case Kind::ns:
      cJSON_AddItemToObject(object, "NS", strings_to_array(value_->ns));
      break;
    case Kind::l: {
      cJSON* array = cJSON_CreateArray();
      for (const auto& element : value_->l) cJSON_AddItemToArray(array, element->Jsonize());
      cJSON_AddItemToObject(object, "L", array);
      break;
    }
    case Kind::m: {
      cJSON* map = cJSON_CreateObject();
      for (const auto& [name, member] : value_->m) cJSON_AddItemToObject(map, name.c_str(), member->Jsonize());
      cJSON_AddItemToObject(object, "M", map);
      break;
    }
  }
  return object;
}

std::vector<Item> parse_query_result(const std::string& body) {
  // JsonValue(Aws::IOStream&): the body stream is read through iterators, then parsed.
  std::istringstream stream(body);
  const std::string copy((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
  cJSON* root = cJSON_ParseWithOpts(copy.c_str(), nullptr, 1);
  std::vector<Item> items;
  for (const cJSON* element : array_of(cJSON_GetObjectItemCaseSensitive(root, "Items"))) {
    Item item;
    for (const auto& [name, view] : all_objects(element)) item[name] = AttributeValue(view);
    items.push_back(std::move(item));
  }
  cJSON_Delete(root);
  return items;
}

std::string serialize_put_item(const std::string& table, const Item& item) {
  cJSON* root = cJSON_CreateObject();
  cJSON_AddItemToObject(root, "TableName", cJSON_CreateString(table.c_str()));
  cJSON* attributes = cJSON_CreateObject();
  for (const auto& [name, value] : item) cJSON_AddItemToObject(attributes, name.c_str(), value.Jsonize());
  cJSON_AddItemToObject(root, "Item", attributes);
  char* text = cJSON_Print(root);
  std::string body(text);
  cJSON_free(text);
  cJSON_Delete(root);
  return body;
}

}  // namespace peers
