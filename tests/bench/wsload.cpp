// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// An independent load generator: raw sockets, epoll, RFC 6455 by hand, nothing of ours linked. Prints one
// JSON object. It measures servers of any make, so that we and a peer meet in one run.
//
//   wsload echo PORT PATH --connections 100 --inflight 1 --seconds 5 [--text MSG] [--idle N]
//   wsload idle PORT PATH --connections 10000 --hold 10 [--pid SERVER]
//   wsload post PORT PATH --inflight 16 --seconds 5 [--post-path /dev/@connections/]

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

[[noreturn]] void fail(const std::string &text)
{
    std::fprintf(stderr, "wsload: %s\n", text.c_str());
    std::exit(1);
}

struct Options
{
    std::string mode;
    int port = 0;
    std::string path;
    std::string text = R"({"action":"echo","text":"0123456"})";   // about 32 bytes
    std::string postPath = "/dev/@connections/";
    int connections = 1;
    int inflight = 1;
    int idle = 0;
    double seconds = 5;
    double hold = 5;
    int pid = 0;
};

Options readOptions(int argc, char **argv)
{
    if (argc < 4)
        fail("usage: wsload echo|idle|post PORT PATH [--name value]…");
    Options options { .mode = argv[1], .port = std::atoi(argv[2]), .path = argv[3] };
    for (int i = 4; i + 1 < argc; i += 2) {
        const std::string name = argv[i];
        const char *value = argv[i + 1];
        if (name == "--connections") options.connections = std::atoi(value);
        else if (name == "--inflight") options.inflight = std::atoi(value);
        else if (name == "--idle") options.idle = std::atoi(value);
        else if (name == "--seconds") options.seconds = std::atof(value);
        else if (name == "--hold") options.hold = std::atof(value);
        else if (name == "--text") options.text = value;
        else if (name == "--post-path") options.postPath = value;
        else if (name == "--pid") options.pid = std::atoi(value);
        else fail("there is no option " + name);
    }
    return options;
}

// A masked text frame; the mask is zero, which RFC 6455 allows and costs nothing.
std::string frame(const std::string &text, char opcode = 1)
{
    std::string out;
    out += char(0x80 | opcode);
    if (text.size() < 126) {
        out += char(0x80 | text.size());
    } else {
        out += char(0x80 | 126);
        out += char(text.size() >> 8);
        out += char(text.size() & 0xff);
    }
    return out + std::string(4, '\0') + text;
}

class Socket
{
public:
    explicit Socket(int port)
        : m_fd(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0))
    {
        const int one = 1;
        ::setsockopt(m_fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        sockaddr_in address {};
        address.sin_family = AF_INET;
        address.sin_port = htons(std::uint16_t(port));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(m_fd, reinterpret_cast<sockaddr *>(&address), sizeof address) < 0 && errno != EINPROGRESS)
            fail(std::string("connect: ") + std::strerror(errno));
    }
    ~Socket() { ::close(m_fd); }
    Socket(const Socket &) = delete;
    Socket &operator=(const Socket &) = delete;

    int fd() const { return m_fd; }

    void write(const std::string &bytes)
    {
        m_out += bytes;
        flush();
    }
    void flush()
    {
        while (!m_out.empty()) {
            const ssize_t n = ::send(m_fd, m_out.data(), m_out.size(), MSG_NOSIGNAL);
            if (n <= 0)
                return;
            m_out.erase(0, std::size_t(n));
        }
    }
    bool wantsWrite() const { return !m_out.empty(); }

    // Appends what is there; false when the peer is gone.
    bool read(std::string &into)
    {
        char buffer[65536];
        for (;;) {
            const ssize_t n = ::recv(m_fd, buffer, sizeof buffer, 0);
            if (n > 0)
                into.append(buffer, std::size_t(n));
            if (n == 0)
                return false;
            if (n < 0)
                return errno == EAGAIN || errno == EWOULDBLOCK;
            if (std::size_t(n) < sizeof buffer)
                return true;
        }
    }

private:
    int m_fd;
    std::string m_out;
};

// One server frame at the front of `bytes`: its whole size, 0 when incomplete; payload by reference.
std::size_t serverFrame(const std::string &bytes, std::size_t at, std::string *payload, int *opcode)
{
    if (bytes.size() < at + 2)
        return 0;
    const auto byte = [&bytes](std::size_t i) { return std::uint64_t(static_cast<unsigned char>(bytes[i])); };
    std::uint64_t length = byte(at + 1) & 0x7f;
    std::size_t head = 2;
    if (length == 126) {
        if (bytes.size() < at + 4)
            return 0;
        length = byte(at + 2) << 8 | byte(at + 3);
        head = 4;
    } else if (length == 127) {
        if (bytes.size() < at + 10)
            return 0;
        length = 0;
        for (std::size_t i = 0; i < 8; ++i)
            length = length << 8 | byte(at + 2 + i);
        head = 10;
    }
    if (bytes.size() < at + head + length)
        return 0;
    *opcode = int(byte(at) & 0x0f);
    if (payload)
        payload->assign(bytes, at + head, length);
    return head + length;
}

struct Connection
{
    explicit Connection(int port) : socket(port) {}

    Socket socket;
    std::string in;
    bool handshaken = false;
    std::deque<Clock::time_point> sent;
    std::uint64_t received = 0;
};

class Load
{
public:
    explicit Load(Options options) : m_options(std::move(options)), m_epoll(::epoll_create1(0))
    {
        rlimit limit {};
        ::getrlimit(RLIMIT_NOFILE, &limit);
        limit.rlim_cur = limit.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &limit);
    }

    // Opens `count` WebSockets, at most 100 handshakes under way.
    double open(int count)
    {
        const auto start = Clock::now();
        const std::size_t base = m_connections.size();
        const std::size_t target = base + std::size_t(count);
        std::size_t opening = 0;
        std::size_t open = base;
        while (open < target) {
            while (opening < 100 && m_connections.size() < target) {
                addConnection();
                ++opening;
            }
            poll(1000, [&](Connection &connection) {
                if (!connection.handshaken && finishHandshake(connection)) {
                    ++open;
                    --opening;
                }
            });
            if (secondsSince(start) > 120)
                fail("only " + std::to_string(open) + " of " + std::to_string(target) + " opened in 120 s");
        }
        return secondsSince(start);
    }

    void echo()
    {
        const double idleSeconds = m_options.idle > 0 ? open(m_options.idle) : 0;
        const std::size_t first = m_connections.size();
        const double connectSeconds = open(m_options.connections);
        const std::string message = frame(m_options.text);
        const auto start = Clock::now();
        for (std::size_t i = first; i < m_connections.size(); ++i) {
            for (int k = 0; k < m_options.inflight; ++k)
                send(*m_connections[i], message);
        }
        std::vector<double> latencies;
        std::uint64_t total = 0;
        while (secondsSince(start) < m_options.seconds) {
            poll(100, [&](Connection &connection) {
                std::size_t at = 0;
                int opcode = 0;
                while (const std::size_t size = serverFrame(connection.in, at, nullptr, &opcode)) {
                    at += size;
                    if (opcode == 8)
                        fail("the server closed a connection");
                    if (opcode != 1 && opcode != 2)
                        continue;
                    ++total;
                    if (latencies.size() < 2'000'000 && !connection.sent.empty())
                        latencies.push_back(secondsSince(connection.sent.front()) * 1e6);
                    if (!connection.sent.empty())
                        connection.sent.pop_front();
                    send(connection, message);
                }
                connection.in.erase(0, at);
            });
        }
        const double seconds = secondsSince(start);
        std::printf("{\"messagesPerSecond\":%.0f,%s,\"connectSeconds\":%.3f,\"idle\":%d,\"idleSeconds\":%.2f}\n",
                    double(total) / seconds, percentiles(latencies).c_str(), connectSeconds, m_options.idle,
                    idleSeconds);
    }

    void idle()
    {
        const long before = residentKiB();
        const double seconds = open(m_options.connections);
        drain(2);
        const long after = residentKiB();
        const double cpuBefore = cpuSeconds();
        drain(m_options.hold);
        const double cpu = (cpuSeconds() - cpuBefore) / m_options.hold * 100;
        std::printf("{\"open\":%zu,\"seconds\":%.2f,\"connectsPerSecond\":%.0f,\"kiBPerConnection\":%.2f,"
                    "\"idleCpuPercent\":%.2f}\n",
                    m_connections.size(), seconds, double(m_connections.size()) / seconds,
                    double(after - before) / double(m_connections.size()), cpu);
    }

    // POST @connections: a receiver asks its own id with {"action":"whoami"}, then posts flow over
    // `inflight` keep-alive connections. Counts answers; checks that every frame arrived.
    void post()
    {
        open(1);
        Connection &receiver = *m_connections.front();
        receiver.socket.write(frame(R"({"action":"whoami"})"));
        std::string answer;
        int opcode = 0;
        const auto asked = Clock::now();
        while (answer.empty()) {
            poll(100, [&](Connection &connection) {
                if (const std::size_t size = serverFrame(connection.in, 0, &answer, &opcode))
                    connection.in.erase(0, size);
            });
            if (secondsSince(asked) > 10)
                fail("whoami got no answer");
        }
        const std::size_t key = answer.find("connectionId\":\"");
        if (key == std::string::npos)
            fail("whoami answered " + answer);
        std::string id = answer.substr(key + 15, answer.find('"', key + 15) - key - 15);
        for (std::size_t at; (at = id.find('=')) != std::string::npos;)
            id.replace(at, 1, "%3D");
        const std::string request = "POST " + m_options.postPath + id + " HTTP/1.1\r\nHost: localhost:"
            + std::to_string(m_options.port) + "\r\nContent-Length: " + std::to_string(m_options.text.size())
            + "\r\n\r\n" + m_options.text;
        const std::size_t first = m_connections.size();
        for (int i = 0; i < m_options.inflight; ++i)
            addConnection(false);
        const auto start = Clock::now();
        for (std::size_t i = first; i < m_connections.size(); ++i)
            m_connections[i]->socket.write(request);
        std::uint64_t answered = 0;
        std::uint64_t delivered = 0;
        const auto step = [&](Connection &connection) {
            if (&connection == &receiver) {
                std::size_t at = 0;
                while (const std::size_t size = serverFrame(connection.in, at, nullptr, &opcode)) {
                    at += size;
                    ++delivered;
                }
                connection.in.erase(0, at);
                return;
            }
            const std::size_t end = connection.in.find("\r\n\r\n");
            if (end == std::string::npos)
                return;
            if (connection.in.compare(9, 1, "2") != 0)
                fail("a POST answered " + connection.in.substr(0, 80));
            connection.in.clear();   // the answers have no body
            ++answered;
            if (secondsSince(start) < m_options.seconds)
                connection.socket.write(request);
        };
        while (secondsSince(start) < m_options.seconds)
            poll(100, step);
        const double seconds = secondsSince(start);
        const std::uint64_t counted = answered;
        for (const auto grace = Clock::now(); secondsSince(grace) < 2 && delivered < answered;)
            poll(50, step);
        std::printf("{\"postsPerSecond\":%.0f,\"answered\":%llu,\"delivered\":%llu}\n", double(counted) / seconds,
                    static_cast<unsigned long long>(answered), static_cast<unsigned long long>(delivered));
    }

private:
    void addConnection(bool webSocket = true)
    {
        m_connections.push_back(std::make_unique<Connection>(m_options.port));
        Connection &connection = *m_connections.back();
        epoll_event event {};
        event.events = EPOLLIN | EPOLLOUT | EPOLLET;
        event.data.ptr = &connection;
        ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, connection.socket.fd(), &event);
        if (webSocket) {
            connection.socket.write("GET " + m_options.path + " HTTP/1.1\r\nHost: localhost:"
                                    + std::to_string(m_options.port)
                                    + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                                      "Sec-WebSocket-Version: 13\r\n\r\n");
        }
    }

    bool finishHandshake(Connection &connection)
    {
        const std::size_t end = connection.in.find("\r\n\r\n");
        if (end == std::string::npos)
            return false;
        if (connection.in.compare(0, 12, "HTTP/1.1 101") != 0)
            fail("a handshake was refused: " + connection.in.substr(0, 120));
        connection.in.erase(0, end + 4);
        return connection.handshaken = true;
    }

    void send(Connection &connection, const std::string &message)
    {
        connection.sent.push_back(Clock::now());
        connection.socket.write(message);
    }

    template <class Step>
    void poll(int timeoutMs, Step step)
    {
        epoll_event events[512];
        const int count = ::epoll_wait(m_epoll, events, 512, timeoutMs);
        for (int i = 0; i < count; ++i) {
            auto &connection = *static_cast<Connection *>(events[i].data.ptr);
            if (events[i].events & EPOLLOUT)
                connection.socket.flush();
            if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) {
                if (!connection.socket.read(connection.in))
                    fail("a connection was lost");
                step(connection);
            }
        }
    }

    void drain(double seconds)
    {
        for (const auto start = Clock::now(); secondsSince(start) < seconds;)
            poll(100, [](Connection &connection) { connection.in.clear(); });
    }

    static std::string percentiles(std::vector<double> &values)
    {
        if (values.empty())
            return "\"p50us\":null,\"p99us\":null";
        std::sort(values.begin(), values.end());
        char text[80];
        std::snprintf(text, sizeof text, "\"p50us\":%.0f,\"p99us\":%.0f", values[values.size() / 2],
                      values[values.size() * 99 / 100]);
        return text;
    }

    long residentKiB() const
    {
        std::ifstream status("/proc/" + std::to_string(m_options.pid) + "/status");
        for (std::string line; std::getline(status, line);) {
            if (line.rfind("VmRSS:", 0) == 0)
                return std::atol(line.c_str() + 6);
        }
        return 0;
    }

    double cpuSeconds() const
    {
        std::ifstream stat("/proc/" + std::to_string(m_options.pid) + "/stat");
        std::string line;
        std::getline(stat, line);
        const std::size_t name = line.rfind(')');
        if (name == std::string::npos)
            return 0;
        long fields[13] = {};
        std::sscanf(line.c_str() + name + 4, "%ld %ld %ld %ld %ld %ld %ld %ld %ld %ld %ld %ld", &fields[0],
                    &fields[1], &fields[2], &fields[3], &fields[4], &fields[5], &fields[6], &fields[7], &fields[8],
                    &fields[9], &fields[10], &fields[11]);
        return double(fields[10] + fields[11]) / double(::sysconf(_SC_CLK_TCK));
    }

    Options m_options;
    int m_epoll;
    std::vector<std::unique_ptr<Connection>> m_connections;
};

} // namespace

int main(int argc, char **argv)
{
    const Options options = readOptions(argc, argv);
    Load load(options);
    if (options.mode == "echo")
        load.echo();
    else if (options.mode == "idle")
        load.idle();
    else if (options.mode == "post")
        load.post();
    else
        fail("there is no mode " + options.mode);
    return 0;
}
