#include "deploy/clarion/main_keeping.hpp"

#include <memory>

#include "deploy/clarion/seal_commands.hpp"
#include "deploy/clarion/subcommand.hpp"

namespace clarion::deploy {

namespace {

using Options = std::shared_ptr<BackupOptions>;

void add_data(CLI::App* app, const Options& options) {
    app->add_option("--data", options->data, "data folder");
}
void add_json(CLI::App* app, const Options& options) {
    app->add_flag("--json", options->as_json, "JSON lines");
}

void add_making(CLI::App* backup, Chosen& chosen, const Options& options) {
    CLI::App* create = command(
        backup,
        {"create", "copy the store, of a service that runs or rests"},
        chosen,
        [options] { return create_backup(*options); }
    );
    create->add_option("DIR", options->backup, "folder to make")->required();
    add_data(create, options);
    add_json(create, options);
    CLI::App* keys = command(
        backup,
        {"keys", "copy the keys, to another place than the store's backups"},
        chosen,
        [options] { return back_up_keys(*options); }
    );
    keys->add_option("DIR", options->backup, "folder to put them in")->required();
    add_data(keys, options);
}

void add_using(CLI::App* backup, Chosen& chosen, const Options& options) {
    CLI::App* verify = command(
        backup,
        {"verify", "say whether every byte is as it was backed up"},
        chosen,
        [options] { return verify_backup(*options); }
    );
    verify->add_option("DIR", options->backup, "backup")->required();
    verify->add_option("--keys", options->keys, "key file, to check the seal too");
    add_json(verify, options);
    CLI::App* restore = command(
        backup,
        {"restore", "make a data folder of a backup and its keys"},
        chosen,
        [options] { return restore_backup(*options); }
    );
    restore->add_option("DIR", options->backup, "backup")->required();
    restore->add_option("--keys", options->keys, "key file from its own backup")->required();
    restore->add_option("--data", options->data, "data folder to make")->required();
    add_json(restore, options);
    CLI::App* release = command(
        backup,
        {"release", "let a restored service send, when two people say the original is stopped"},
        chosen,
        [options] { return release_copy(*options); }
    );
    add_data(release, options);
    add_statement(release, options->statement);
}

void add_keys(CLI::App& app, Chosen& chosen) {
    const auto options = std::make_shared<KeyOptions>();
    CLI::App* keys = app.add_subcommand("keys", "the keys of the store");
    keys->require_subcommand(1);
    CLI::App* rotate = command(
        keys,
        {"rotate", "wrap every case's key by a new one, of a service that runs or rests"},
        chosen,
        [options] { return options->token ? rotate_token_key(*options) : rotate_keys(*options); }
    );
    rotate->add_option("--id", options->id, "name of the new key (today's date otherwise)");
    rotate->add_flag("--token", options->token, "the key of what cases are found by, instead");
    rotate->add_flag("--resume", options->resume, "add no key: go on with the newest");
    CLI::App* retire =
        command(keys, {"retire", "destroy a key that wraps nothing any more"}, chosen, [options] {
            return retire_key(*options);
        });
    retire->add_option("ID", options->id, "name of the key")->required();
    for (CLI::App* each : {rotate, retire}) {
        each->add_option("--data", options->data, "data folder");
        each->add_flag("--json", options->as_json, "JSON lines");
    }
}

void add_root(CLI::App& app, Chosen& chosen) {
    const auto options = std::make_shared<SealOptions>();
    CLI::App* keys = app.get_subcommand("keys");
    CLI::App* seal = command(
        keys,
        {"seal", "put the key file under a root key in a PKCS#11 token, which every start asks"},
        chosen,
        [options] { return seal_keys(*options); }
    );
    seal->add_option("--module", options->module, "PKCS#11 library of the token")->required();
    seal->add_option("--token", options->token, "label of the token")->required();
    seal->add_option("--object", options->object, "label of the RSA key in it")->required();
    seal->add_option("--pin-file", options->pin_file, "holds the token's user PIN")->required();
    seal->add_option("--opens", options->opens, "what the module opens outside /usr and /etc");
    CLI::App* unseal =
        command(keys, {"unseal", "make a sealed key file plain again"}, chosen, [options] {
            return unseal_keys(*options);
        });
    for (CLI::App* each : {seal, unseal})
        each->add_option("--data", options->data, "data folder");
}

void add_store(CLI::App& app, Chosen& chosen) {
    const auto options = std::make_shared<MoveOptions>();
    CLI::App* store = app.add_subcommand("store", "where cases are kept");
    store->require_subcommand(1);
    CLI::App* move = command(
        store,
        {"move", "bring the store of a stopped service into PostgreSQL; goes on when interrupted"},
        chosen,
        [options] { return move_store(*options); }
    );
    move->add_option("--to", options->to, "postgres")->required();
    move->add_option("--config", options->configuration, "its [store] says where")->required();
    move->add_option("--data", options->data, "data folder");
    move->add_flag("--json", options->as_json, "JSON lines");
    const auto migrating = std::make_shared<StoreOptions>();
    CLI::App* migrate = command(
        store,
        {"migrate", "bring the store of a stopped service up to this program"},
        chosen,
        [migrating] { return migrate_store(*migrating); }
    );
    migrate->add_option("--data", migrating->data, "data folder");
    migrate->add_flag("--dry-run", migrating->dry_run, "do it to a copy, check that, and tell");
}

void add_access(CLI::App& app, Chosen& chosen) {
    const auto options = std::make_shared<AccessOptions>();
    CLI::App* access = app.add_subcommand(
        "access",
        "who is shut out of a service that runs, and who is let in when no provider answers"
    );
    access->require_subcommand(1);
    CLI::App* revoke = command(
        access,
        {"revoke", "shut somebody out at once: sessions and tokens end, new ones are refused"},
        chosen,
        [options] { return revoke_access(*options); }
    );
    CLI::App* restore = command(access, {"restore", "let somebody in again"}, chosen, [options] {
        return restore_access(*options);
    });
    CLI::App* end = command(
        access,
        {"end", "end somebody's sessions and tokens: they go on with what their provider says now"},
        chosen,
        [options] { return end_access(*options); }
    );
    for (CLI::App* each : {revoke, restore, end}) {
        each->add_option("ISSUER", options->issuer, "name of the issuer")->required();
        each->add_option("SUBJECT", options->subject, "as the issuer calls them")->required();
    }
    CLI::App* list = command(access, {"list", "who is shut out"}, chosen, [options] {
        return list_revoked(*options);
    });
    for (CLI::App* each : {revoke, restore, end, list})
        each->add_option("--data", options->data, "data folder");
}

void add_passes(CLI::App& app, Chosen& chosen) {
    const auto options = std::make_shared<PassOptions>();
    CLI::App* access = app.get_subcommand("access");
    CLI::App* pass = command(
        access,
        {"pass", "a way in for one person, made by two, for when no identity provider answers"},
        chosen,
        [options] { return make_pass(*options); }
    );
    pass->add_option("ISSUER", options->issuer, "name of the issuer that would know them");
    pass->add_option("SUBJECT", options->subject, "as that issuer calls them");
    pass->add_option("--role", options->roles, "what they may do; may be given several times");
    pass->add_option("--hours", options->hours, "how long it waits to be used")
        ->check(CLI::Range(1, 24));
    add_statement(pass, options->statement);
    pass->footer("Keys of those who may sign: DATA/administrators/NAME.pem.");
    CLI::App* list = command(access, {"passes", "those that wait or were used"}, chosen, [options] {
        return list_passes(*options);
    });
    for (CLI::App* each : {pass, list})
        each->add_option("--data", options->data, "data folder");
}

void add_turns(CLI::App& app, Chosen& chosen) {
    const auto options = std::make_shared<TurnOptions>();
    CLI::App* audit = app.get_subcommand("audit");
    CLI::App* turn = command(
        audit,
        {"turn", "close the log and open the next, when two people say so"},
        chosen,
        [options] { return turn_log(*options); }
    );
    turn->add_option("--reason", options->reason, "planned, or lost: it cannot be signed any more")
        ->check(CLI::IsMember({"planned", "lost"}));
    add_statement(turn, options->statement);
    CLI::App* turns = command(
        audit,
        {"turns", "list the logs that were closed, as JSON lines"},
        chosen,
        [options] { return list_turns(*options); }
    );
    for (CLI::App* each : {turn, turns})
        each->add_option("--data", options->data, "data folder");
    const auto retired = std::make_shared<RetireLogOptions>();
    CLI::App* retire = command(
        audit,
        {"retire", "give the entries of an old closed log out no more, when two people say so"},
        chosen,
        [retired] { return retire_log(*retired); }
    );
    retire->add_option("LOG", retired->log, "number of the oldest log, as `audit turns` says it")
        ->required();
    retire->add_option("--config", retired->configuration, "whose house says how long");
    retire->add_option("--data", retired->data, "data folder");
    add_statement(retire, retired->statement);
}

}  // namespace

void add_keeping_commands(CLI::App& app, Chosen& chosen) {
    const auto options = std::make_shared<BackupOptions>();
    CLI::App* backup = app.add_subcommand("backup", "copies of the store, and back from them");
    backup->require_subcommand(1);
    add_making(backup, chosen, options);
    add_using(backup, chosen, options);
    add_keys(app, chosen);
    add_root(app, chosen);
    add_store(app, chosen);
    add_access(app, chosen);
    add_passes(app, chosen);
    add_turns(app, chosen);
}

}  // namespace clarion::deploy
