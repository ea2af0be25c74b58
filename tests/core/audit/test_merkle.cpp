#include <doctest/doctest.h>

#include <map>

#include "engine/core/audit/merkle.hpp"
#include "tests/core/audit/openssl_functions.hpp"

namespace core = clarion::core;
using clarion::test::from_hex;
using clarion::test::to_hex;

namespace {

const core::Sha256 kSha256 = clarion::test::openssl_sha256();

// The leaves and roots that Certificate Transparency's implementations share.
constexpr std::array kLeaves{
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f"};
constexpr std::array kRoots{
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

// A tree kept whole, by the definition of RFC 6962 2.1: what the incremental one must agree with.
struct WholeTree {
    std::vector<core::Digest> leaves;

    [[nodiscard]] core::Digest root(std::uint64_t from, std::uint64_t size) const {
        if (size == 0) return kSha256({});
        if (size == 1) return leaves[from];
        std::uint64_t split = 1;
        while (split * 2 < size)
            split *= 2;
        return core::node_hash(kSha256, root(from, split), root(from + split, size - split));
    }
    [[nodiscard]] core::NodeReader reader() const {
        return [this](int level, std::uint64_t index) {
            return root(index << level, std::uint64_t{1} << level);
        };
    }
};

WholeTree numbered_tree(std::uint64_t size) {
    WholeTree tree;
    for (std::uint64_t at = 0; at < size; ++at) {
        tree.leaves.push_back(core::leaf_hash(kSha256, "entry " + std::to_string(at)));
    }
    return tree;
}

std::vector<std::string> hex_of(const std::vector<core::Digest>& digests) {
    std::vector<std::string> texts;
    for (const auto& digest : digests)
        texts.push_back(to_hex(digest));
    return texts;
}

}  // namespace

TEST_CASE("merkle: the roots of Certificate Transparency's eight leaves") {
    core::MerkleFrontier frontier;
    CHECK(to_hex(frontier.root(kSha256)) == kRoots[0]);
    for (std::size_t at = 0; at < kLeaves.size(); ++at) {
        frontier.append(kSha256, core::leaf_hash(kSha256, from_hex(kLeaves[at])));
        CHECK(frontier.size() == at + 1);
        CHECK(to_hex(frontier.root(kSha256)) == kRoots[at + 1]);
    }
}

TEST_CASE("merkle: the proofs that Certificate Transparency publishes for these leaves") {
    WholeTree tree;
    for (const auto* leaf : kLeaves)
        tree.leaves.push_back(core::leaf_hash(kSha256, from_hex(leaf)));
    const std::vector<std::string> from_one{
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"};

    CHECK(hex_of(core::inclusion_proof(kSha256, tree.reader(), 0, 8)) == from_one);
    CHECK(hex_of(core::consistency_proof(kSha256, tree.reader(), 1, 8)) == from_one);
    CHECK(
        hex_of(core::consistency_proof(kSha256, tree.reader(), 6, 8)) ==
        std::vector<std::string>{
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}
    );
}

TEST_CASE("merkle: a frontier kept and taken up again grows the same tree") {
    const auto tree = numbered_tree(67);
    core::MerkleFrontier frontier;
    for (std::uint64_t size = 1; size <= 67; ++size) {
        frontier = core::MerkleFrontier(frontier.size(), frontier.roots());
        frontier.append(kSha256, tree.leaves[size - 1]);
        CHECK(frontier.root(kSha256) == tree.root(0, size));
    }
}

TEST_CASE("merkle: every inclusion proof verifies, and for its own leaf, index and root alone") {
    const auto tree = numbered_tree(35);
    for (std::uint64_t size = 1; size <= 35; ++size) {
        const auto root = tree.root(0, size);
        for (std::uint64_t index = 0; index < size; ++index) {
            CAPTURE(size);
            CAPTURE(index);
            auto proof = core::inclusion_proof(kSha256, tree.reader(), index, size);
            const auto& leaf = tree.leaves[index];
            REQUIRE(core::verify_inclusion(kSha256, leaf, index, size, proof, root));

            const auto& false_leaf = tree.leaves[(index + 1) % 35];
            CHECK_FALSE(core::verify_inclusion(kSha256, false_leaf, index, size, proof, root));
            for (std::uint64_t other = 0; other <= size; ++other) {
                if (other == index) continue;
                CHECK_FALSE(core::verify_inclusion(kSha256, leaf, other, size, proof, root));
            }
            for (auto& step : proof) {
                step[31] ^= 1;
                CHECK_FALSE(core::verify_inclusion(kSha256, leaf, index, size, proof, root));
                step[31] ^= 1;
            }
            proof.push_back(root);
            CHECK_FALSE(core::verify_inclusion(kSha256, leaf, index, size, proof, root));
            proof.pop_back();
            if (proof.empty()) continue;
            proof.pop_back();
            CHECK_FALSE(core::verify_inclusion(kSha256, leaf, index, size, proof, root));
        }
    }
}

TEST_CASE("merkle: every consistency proof verifies, and a forked tree has none") {
    const auto tree = numbered_tree(35);
    auto forked = tree;
    forked.leaves[0][0] ^= 1;
    for (std::uint64_t size = 1; size <= 35; ++size) {
        const auto root = tree.root(0, size);
        for (std::uint64_t old_size = 1; old_size <= size; ++old_size) {
            CAPTURE(size);
            CAPTURE(old_size);
            const auto old_root = tree.root(0, old_size);
            auto proof = core::consistency_proof(kSha256, tree.reader(), old_size, size);
            REQUIRE(core::verify_consistency(kSha256, old_size, old_root, size, root, proof));

            const auto false_root = forked.root(0, old_size);
            CHECK_FALSE(core::verify_consistency(kSha256, old_size, false_root, size, root, proof));
            const auto false_new = forked.root(0, size);
            CHECK_FALSE(
                core::verify_consistency(kSha256, old_size, old_root, size, false_new, proof)
            );
            for (auto& step : proof) {
                step[0] ^= 0x80;
                CHECK_FALSE(core::verify_consistency(kSha256, old_size, old_root, size, root, proof)
                );
                step[0] ^= 0x80;
            }
            proof.push_back(root);
            CHECK_FALSE(core::verify_consistency(kSha256, old_size, old_root, size, root, proof));
        }
    }
    CHECK_FALSE(core::verify_consistency(kSha256, 5, tree.root(0, 5), 4, tree.root(0, 4), {}));
    CHECK(core::verify_consistency(kSha256, 0, kSha256({}), 4, tree.root(0, 4), {}));
}
