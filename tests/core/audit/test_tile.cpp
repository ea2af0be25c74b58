#include <doctest/doctest.h>

#include "engine/core/audit/tile.hpp"

namespace core = clarion::core;

TEST_CASE("tile: paths are those of c2sp.org/tlog-tiles") {
    CHECK(core::tile_path({.level = 0, .index = 0}) == "tile/0/000");
    CHECK(core::tile_path({.level = 0, .index = 1234067}) == "tile/0/x001/x234/067");
    CHECK(core::tile_path({.level = 1, .index = 999, .width = 17}) == "tile/1/999.p/17");
    CHECK(core::tile_path({.entries = true, .index = 1000}) == "tile/entries/x001/000");
    CHECK(core::tile_path({.entries = true, .index = 5, .width = 1}) == "tile/entries/005.p/1");
}

TEST_CASE("tile: a path is read back, and each tile has one path alone") {
    for (const std::uint64_t index : {0ULL, 1ULL, 999ULL, 1000ULL, 1234067ULL, 999999999999ULL}) {
        for (const int width : {1, 255, core::kTileWidth}) {
            for (const bool entries : {false, true}) {
                const core::TileName name{
                    .entries = entries, .level = entries ? 0 : 3, .index = index, .width = width};
                CHECK(core::parse_tile_path(core::tile_path(name)) == name);
            }
        }
    }
    for (const auto* wrong :
         {"tile",
          "tile/",
          "tile/0",
          "tile/0/",
          "tile/0/0",
          "tile/0/0000",
          "tile/0/x000/001",
          "tile/0/001/002",
          "tile/0/x001",
          "tile/0/x001/",
          "tile/00/001",
          "tile/8/001",
          "tile/-1/001",
          "tile/0/001.p/0",
          "tile/0/001.p/256",
          "tile/0/001.p/01",
          "tile/0/001.p/",
          "tile/0/001.p",
          "tile/0/001.p/1/2",
          "/tile/0/001",
          "tile/0/../001",
          "tile/entries/x1/001",
          "tile/data/001",
          "tile/0/x999/x999/x999/x999/x999/x999/999",
          "tile/0/001/",
          "tile/entries/ 01"}) {
        CAPTURE(wrong);
        CHECK_FALSE(core::parse_tile_path(wrong).has_value());
    }
}

TEST_CASE("tile: a tree of 70,000 has the tiles that the specification counts") {
    int full_0 = 0;
    std::vector<std::string> others;
    for (const auto& name : core::tiles_of(70000)) {
        if (name.entries) continue;
        if (name.level == 0 && name.width == core::kTileWidth) {
            ++full_0;
        } else {
            others.push_back(core::tile_path(name));
        }
    }
    CHECK(full_0 == 273);
    CHECK(
        others ==
        std::vector<std::string>{
            "tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"}
    );
    CHECK(core::tile_width(0, 273, 70000) == 112);
    CHECK(core::tile_width(0, 274, 70000) == 0);
    CHECK(core::tiles_of(0).empty());
    CHECK(core::tiles_of(256).size() == 3);
}

TEST_CASE("tile: bytes are the hashes of the level, in order") {
    const auto nodes = [](int level, std::uint64_t index) {
        core::Digest digest{};
        digest[0] = static_cast<std::uint8_t>(level);
        digest[1] = static_cast<std::uint8_t>(index);
        return digest;
    };
    const auto bytes = core::tile_bytes(nodes, {.level = 1, .index = 0, .width = 3});
    REQUIRE(bytes.size() == 96);
    CHECK(bytes[32] == 8);
    CHECK(bytes[33] == 1);
    CHECK(bytes[65] == 2);
}

TEST_CASE("bundle: entries come back as they went in, and damage is noticed") {
    std::string bundle;
    const std::string long_entry(300, 'e');
    core::append_entry(bundle, "first");
    core::append_entry(bundle, "");
    core::append_entry(bundle, long_entry);
    CHECK(bundle.substr(0, 7) == std::string("\0\5first", 7));

    const auto entries = core::split_bundle(bundle);
    REQUIRE(entries.has_value());
    CHECK(*entries == std::vector<std::string_view>{"first", "", long_entry});
    CHECK_FALSE(core::split_bundle(std::string_view(bundle).substr(0, bundle.size() - 1)));
    CHECK_FALSE(core::split_bundle(bundle + '\0'));
    CHECK(core::split_bundle("")->empty());
}
