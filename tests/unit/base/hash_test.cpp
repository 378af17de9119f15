#include "assay/base/hash.hpp"

#include "support/temp_folder.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace assay;

TEST_CASE("SHA-256 gives the digests of FIPS 180-4's examples") {
    CHECK(to_hex(sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(to_hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(to_hex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")) ==
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    CHECK(to_hex(sha256(std::string(1'000'000, 'a'))) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("a digest does not depend on how the text was cut, and finish starts anew") {
    Sha256 hash;
    CHECK(rc::check([&hash](const std::string& a, const std::string& b) {
        hash.update(a);
        hash.update(std::as_bytes(std::span(b)));
        RC_ASSERT(hash.finish() == sha256(a + b));
    }));
    Sha256 moved = std::move(hash);
    moved.update("abc");
    CHECK(moved.finish() == sha256("abc"));
}

TEST_CASE("a file's digest is that of its bytes") {
    const TempFolder folder;
    const std::string text(700'001, 'q');
    const FileHash found = hash_file(folder.write("a", text));
    CHECK(found.digest == sha256(text));
    CHECK(found.size_bytes == text.size());
}
