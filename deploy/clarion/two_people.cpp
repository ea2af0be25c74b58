#include "deploy/clarion/two_people.hpp"

#include <fstream>
#include <iostream>

#include "adapters/files/file_set.hpp"
#include "deploy/clarion/exit_codes.hpp"

namespace clarion::deploy {

namespace {

void write_statement(const std::filesystem::path& path, const std::string& text) {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    if (!(file << text) || !file.flush())
        throw CommandFailed(ExitCode::unavailable, path.string() + ": cannot be written");
    const std::string name = path.string();
    std::cout << text << "--\nwritten to " << name
              << ". Two people whose keys lie in administrators/ read it and sign it, each with\n"
              << "  openssl pkeyutl -sign -rawin -inkey THEIR.key -in " << name
              << " -out THEIR.sig\nthen run this again with --proposal ONE.sig --approval OTHER.sig"
              << std::endl;
}

}  // namespace

std::optional<TwoPeople> two_people_for(
    const std::string& text,
    const StatementFiles& files,
    const std::filesystem::path& administrators
) {
    if (files.proposal.empty() && files.approval.empty()) {
        write_statement(files.statement, text);
        return std::nullopt;
    }
    if (files::read_file(files.statement) != text) {
        throw CommandFailed(
            ExitCode::conflict,
            files.statement.string() +
                ": does not say what is true now; write it anew, without "
                "--proposal and --approval"
        );
    }
    return check_signatures(administrators, text, files.proposal, files.approval);
}

}  // namespace clarion::deploy
