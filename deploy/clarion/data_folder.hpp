// DataFolder: where everything of one service lies. Made once by `clarion init`, mode 0700.
#pragma once

#include <filesystem>
#include <optional>

#include "adapters/files/configuration.hpp"

namespace clarion::deploy {

struct DataFolder {
    std::filesystem::path root;

    [[nodiscard]] std::filesystem::path database() const { return root / "clarion.db"; }
    // Which store it is, when it is not that file.
    [[nodiscard]] std::filesystem::path store_choice() const { return root / "store.toml"; }
    [[nodiscard]] std::filesystem::path keys() const { return root / "keys"; }
    [[nodiscard]] std::filesystem::path key_file() const { return keys() / "clarion.keys"; }
    [[nodiscard]] std::filesystem::path signer() const { return root / "signer"; }
    [[nodiscard]] std::filesystem::path signer_socket() const { return root / "signer.sock"; }
    [[nodiscard]] std::filesystem::path export_socket() const { return root / "export.sock"; }
    [[nodiscard]] std::filesystem::path errand_socket() const { return root / "errand.sock"; }
    [[nodiscard]] std::filesystem::path administrators() const { return root / "administrators"; }
    // c2sp.org/tlog-policy: who witnesses the log. Not there: nobody does.
    [[nodiscard]] std::filesystem::path witness_policy() const { return root / "witness.policy"; }
    // PEM; not there: those that the system trusts.
    [[nodiscard]] std::filesystem::path witness_certificates() const {
        return root / "witness-ca.pem";
    }
    [[nodiscard]] std::filesystem::path revoked_people() const { return root / "revoked"; }
    [[nodiscard]] std::filesystem::path signed_out() const { return root / "signed_out"; }
    // Emergency passes: see adapters/identity/emergency_passes.hpp.
    [[nodiscard]] std::filesystem::path emergency_passes() const { return root / "emergency"; }
    [[nodiscard]] std::filesystem::path watch_file() const { return root / "watch.json"; }
    [[nodiscard]] std::filesystem::path published() const { return root / "published"; }
    [[nodiscard]] std::filesystem::path turns() const { return root / "turns"; }
    [[nodiscard]] std::filesystem::path retirements() const { return root / "retirements"; }
    [[nodiscard]] std::filesystem::path log_origin() const { return root / "log.origin"; }
    [[nodiscard]] std::filesystem::path log_vkey() const { return root / "log.vkey"; }
    [[nodiscard]] std::filesystem::path demo_certificate() const {
        return root / "demo-certificate.pem";
    }

    [[nodiscard]] bool is_initialised() const;
    // Neither keys nor a store: nothing can be lost by beginning here.
    [[nodiscard]] bool is_unused() const;
};

// Throws CommandFailed with code unavailable and the remedy when it was never made.
void require_initialised(const DataFolder& folder);
// Makes folder, keys and an empty store; throws CommandFailed with code conflict when there is one
// already.
void make_data_folder(
    const DataFolder& folder, const std::optional<files::StoreSettings>& store = std::nullopt
);

// A data folder made for a service that may yet fail to start: gone again unless kept. What was
// there before stays.
class TentativeDataFolder {
public:
    TentativeDataFolder(DataFolder folder, const std::optional<files::StoreSettings>& store);
    ~TentativeDataFolder();
    TentativeDataFolder(const TentativeDataFolder&) = delete;
    TentativeDataFolder& operator=(const TentativeDataFolder&) = delete;
    void keep() { kept_ = true; }

private:
    DataFolder folder_;
    bool root_was_there_;
    bool kept_ = false;
};

}  // namespace clarion::deploy
