// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// A custom runtime as small as one can be: the Runtime API over a plain socket. Answers what it was started with.

#include <cstdlib>
#include <iostream>
#include <string>

#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

std::string variable(const char *name)
{
    const char *value = std::getenv(name);
    return value ? value : "-";
}

int dial()
{
    const std::string api = variable("AWS_LAMBDA_RUNTIME_API");
    const auto colon = api.find(':');
    addrinfo hints {};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo *found = nullptr;
    if (::getaddrinfo(api.substr(0, colon).c_str(), api.substr(colon + 1).c_str(), &hints, &found) != 0)
        std::exit(2);
    const int socket = ::socket(found->ai_family, found->ai_socktype, 0);
    if (::connect(socket, found->ai_addr, found->ai_addrlen) != 0)
        std::exit(2);
    ::freeaddrinfo(found);
    return socket;
}

// One request on a connection of its own: the whole answer, head and body.
std::string call(const std::string &method, const std::string &path, const std::string &more, const std::string &body = {})
{
    const int socket = dial();
    const std::string request = method + " /2018-06-01/runtime/" + path + " HTTP/1.1\r\nHost: runtime\r\nConnection: close\r\n" + more
        + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    if (::write(socket, request.data(), request.size()) != ssize_t(request.size()))
        std::exit(2);
    std::string answer;
    char bytes[4096];
    for (ssize_t size = 0; (size = ::read(socket, bytes, sizeof bytes)) > 0;)
        answer.append(bytes, size_t(size));
    ::close(socket);
    return answer;
}

std::string header(const std::string &answer, const std::string &name)
{
    const auto at = answer.find(name + ": ");
    const auto begin = at + name.size() + 2;
    return at == std::string::npos ? "-" : answer.substr(begin, answer.find("\r\n", begin) - begin);
}

std::string status(const std::string &answer)
{
    return answer.substr(9, 3);
}

} // namespace

int main()
{
    if (variable("MODE") == "init-error") {
        call("POST", "init/error", "Lambda-Runtime-Function-Error-Type: Runtime.NoWill\r\n",
             R"({"errorMessage":"no will to start","errorType":"Runtime.NoWill"})");
        return 1;
    }
    for (;;) {
        const std::string next = call("GET", "invocation/next", {});
        const std::string id = header(next, "Lambda-Runtime-Aws-Request-Id");
        std::cout << "working on " << id << std::endl;
        const std::string invocation = "invocation/" + id;
        if (variable("MODE") == "error") {
            call("POST", invocation + "/error", "Lambda-Runtime-Function-Error-Type: my.own\r\n", "no JSON at all");
            continue;
        }
        // Out of order, unknown, after its time: each is told so.
        const std::string early = status(call("GET", "invocation/next", {}));
        const std::string unknown = status(call("POST", "invocation/nobody/response", {}, "{}"));
        const std::string late = status(call("POST", "init/error", {}, "{}"));
        const std::string extensions = status(call("POST", "../../2020-01-01/extension/register", {}, "{}"));
        const std::string text = variable("_HANDLER") + ' ' + variable("AWS_EXECUTION_ENV") + ' ' + early + ' ' + unknown + ' ' + late + ' '
            + extensions + ' ' + (header(next, "Lambda-Runtime-Deadline-Ms").size() == 13 ? "deadline" : "none") + ' '
            + header(next, "Lambda-Runtime-Invoked-Function-Arn");
        call("POST", invocation + "/response", {}, R"({"statusCode":200,"body":")" + text + "\"}");
    }
}
