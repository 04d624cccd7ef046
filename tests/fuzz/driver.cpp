// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Where libFuzzer is not: replays a corpus, then feeds mutations of it, the same ones each time. The input under
// way lies in a file until the run is over, so that one that ends the program can be looked at and run again.
//
//   fuzz_heads CORPUS [--runs 5000] [--seed 1]        a folder: its files, then mutations of them
//   fuzz_heads FILE                                   a file: itself alone
//
// Built with clang and GREENROOM_FUZZ the same target is libFuzzer's:  fuzz_heads CORPUS -max_total_time=600

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size);

namespace {

constexpr std::size_t longest = 64 * 1024;   // of a mutation

std::string readFile(const std::filesystem::path &path)
{
    std::ifstream file(path, std::ios::binary);
    return { std::istreambuf_iterator<char>(file), {} };
}

// The input under way: in memory that is a file, so that it survives us.
class LastInput
{
public:
    explicit LastInput(std::string path)
        : m_path(std::move(path))
    {
        const int file = ::open(m_path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        if (file < 0 || ::ftruncate(file, size) < 0)
            return;
        void *memory = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        ::close(file);
        m_memory = memory == MAP_FAILED ? nullptr : static_cast<char *>(memory);
    }
    ~LastInput() { ::unlink(m_path.c_str()); }
    LastInput(const LastInput &) = delete;
    LastInput &operator=(const LastInput &) = delete;

    // Eight digits of its length, a line feed, the input.
    void set(const std::string &input)
    {
        if (!m_memory || input.size() > size - 16)
            return;
        std::snprintf(m_memory, 10, "%08zu", input.size());
        m_memory[8] = '\n';
        std::memcpy(m_memory + 9, input.data(), input.size());
    }

private:
    static constexpr std::size_t size = 2 * 1024 * 1024;
    std::string m_path;
    char *m_memory = nullptr;
};

class Mutator
{
public:
    Mutator(std::vector<std::string> corpus, unsigned seed)
        : m_corpus(std::move(corpus))
        , m_random(seed)
    {
        // The words of the corpus are its grammar's.
        for (const std::string &text : m_corpus) {
            std::string word;
            for (const char c : text) {
                const bool inWord = std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '$' || c == '-';
                if (inWord)
                    word += c;
                if (!inWord || word.size() > 40) {
                    if (!word.empty())
                        m_words.push_back(word);
                    m_words.emplace_back(1, c);
                    word.clear();
                }
            }
        }
        std::sort(m_words.begin(), m_words.end());
        m_words.erase(std::unique(m_words.begin(), m_words.end()), m_words.end());
    }

    std::string next()
    {
        std::string text = m_corpus.at(below(m_corpus.size()));
        const std::size_t times = 1 + below(8);
        for (std::size_t i = 0; i < times; ++i)
            mutate(text);
        text.resize(std::min(text.size(), longest));
        return text;
    }

private:
    std::size_t below(std::size_t limit) { return limit == 0 ? 0 : std::size_t(m_random() % limit); }

    void mutate(std::string &text)
    {
        const std::size_t at = below(text.size() + 1);
        const std::size_t size = below(std::min<std::size_t>(text.size() - at, 64) + 1);
        switch (below(9)) {
        case 0: if (at < text.size()) text[at] = char(text[at] ^ (1 << below(8))); break;
        case 1: text.insert(at, 1, char(below(256))); break;
        case 2: text.erase(at, size); break;
        case 3: text.insert(below(text.size() + 1), text.substr(at, size)); break;
        case 4: text.insert(at, m_words.at(below(m_words.size()))); break;
        case 5: text.replace(at, size, m_words.at(below(m_words.size()))); break;
        case 6: {
            const std::string &other = m_corpus.at(below(m_corpus.size()));
            text = text.substr(0, at) + other.substr(below(other.size() + 1));
            break;
        }
        case 7: text.resize(at); break;
        case 8: {   // many of one: depth, length, bombs
            const std::string word = m_words.at(below(m_words.size()));
            const std::size_t times = 1 + below(400);
            std::string repeated;
            for (std::size_t i = 0; i < times; ++i)
                repeated += word;
            text.insert(at, repeated);
            break;
        }
        }
    }

    std::vector<std::string> m_corpus;
    std::vector<std::string> m_words;
    std::mt19937 m_random;
};

void run(LastInput &last, const std::string &input)
{
    last.set(input);
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t *>(input.data()), input.size());
}

} // namespace

int main(int argc, char **argv)
{
    if (argc < 2) {
        std::fprintf(stderr, "usage: %s CORPUS|FILE [--runs N] [--seed N]\n", argv[0]);
        return 2;
    }
    long runs = 5000;
    unsigned seed = 1;
    for (int i = 2; i + 1 < argc; i += 2) {
        if (std::strcmp(argv[i], "--runs") == 0)
            runs = std::atol(argv[i + 1]);
        else if (std::strcmp(argv[i], "--seed") == 0)
            seed = unsigned(std::atol(argv[i + 1]));
    }
    const std::filesystem::path path(argv[1]);
    const std::string program = std::filesystem::path(argv[0]).filename().string();
    LastInput last(program + "." + std::to_string(::getpid()) + ".last");
    if (!std::filesystem::is_directory(path)) {
        run(last, readFile(path));
        std::printf("%s: one input\n", argv[0]);
        return 0;
    }
    std::vector<std::filesystem::path> files;
    for (const auto &entry : std::filesystem::directory_iterator(path))
        files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    std::vector<std::string> corpus;
    for (const std::filesystem::path &file : files) {
        corpus.push_back(readFile(file));
        run(last, corpus.back());
    }
    if (corpus.empty()) {
        std::fprintf(stderr, "%s is empty\n", argv[1]);
        return 2;
    }
    Mutator mutator(corpus, seed);
    for (long i = 0; i < runs; ++i)
        run(last, mutator.next());
    std::printf("%zu of the corpus, %ld mutations with seed %u\n", corpus.size(), runs, seed);
    return 0;
}
