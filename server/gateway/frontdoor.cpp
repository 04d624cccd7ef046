// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/frontdoor.h"

#include "gateway/http/httpconnection.h"
#include "gateway/http/lingeringclose.h"
#include "gateway/portowner.h"

#include <QNetworkInterface>
#include <QSocketNotifier>
#include <QSslSocket>
#include <QTimer>
#include <QUrl>

#include <algorithm>

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

// A host as it may be compared: lower case, the port only where it is not the default. Empty: malformed.
QString parsedHost(const QByteArray &text, int defaultPort)
{
    if (text.isEmpty() || text.contains('@') || text.contains('/') || text.contains(' ') || text.contains('?'))
        return {};
    const QUrl url(u"http://"_s + QString::fromLatin1(text), QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || !url.userName().isEmpty() || !url.path().isEmpty())
        return {};
    const QString name = url.host().contains(u':') ? u'[' + url.host() + u']' : url.host().toLower();
    const int port = url.port(defaultPort);
    return port == defaultPort ? name : name + u':' + QString::number(port);
}

bool isLoopbackName(const QString &host)
{
    if (host == "localhost"_L1 || host.endsWith(".localhost"_L1))
        return true;
    const QHostAddress address(host);
    return !address.isNull() && address.isLoopback();
}

// QTcpServer with sockets of our choice: the descriptor as it was accepted.
class Listener : public QTcpServer
{
public:
    Listener(std::function<void(qintptr)> take, QObject *parent)
        : QTcpServer(parent)
        , m_take(std::move(take))
    {
        setListenBacklogSize(4096);
        setMaxPendingConnections(100'000);
    }

protected:
    void incomingConnection(qintptr descriptor) override { m_take(descriptor); }

private:
    std::function<void(qintptr)> m_take;
};

// Waits for the first byte of one accepted descriptor: 0x16 begins a TLS hello.
class FirstByte : public QObject
{
public:
    FirstByte(qintptr descriptor, int timeoutMs, std::function<void(qintptr, bool tls)> done, QObject *parent)
        : QObject(parent)
        , m_descriptor(descriptor)
        , m_done(std::move(done))
        , m_notifier(descriptor, QSocketNotifier::Read)
    {
        connect(&m_notifier, &QSocketNotifier::activated, this, &FirstByte::look);
        if (timeoutMs > 0)
            QTimer::singleShot(timeoutMs, Qt::CoarseTimer, this, [this] { drop(); });
    }

    void look()
    {
        unsigned char first = 0;
        const ssize_t count = ::recv(int(m_descriptor), &first, 1, MSG_PEEK | MSG_DONTWAIT);
        if (count < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        if (count <= 0) {
            drop();
            return;
        }
        m_notifier.setEnabled(false);
        deleteLater();
        m_done(std::exchange(m_descriptor, -1), first == 0x16);
    }

    ~FirstByte() override
    {
        m_notifier.setEnabled(false);
        if (m_descriptor >= 0)
            ::close(int(m_descriptor));
    }

private:
    void drop() { deleteLater(); }

    qintptr m_descriptor;
    std::function<void(qintptr, bool)> m_done;
    QSocketNotifier m_notifier;
};

QList<QHostAddress> addressesFor(const QString &host)
{
    if (host.compare("localhost"_L1, Qt::CaseInsensitive) == 0)
        return { QHostAddress(QHostAddress::LocalHost), QHostAddress(QHostAddress::LocalHostIPv6) };
    if (host == "*"_L1 || host == "0.0.0.0"_L1)
        return { QHostAddress(QHostAddress::AnyIPv4) };
    const QHostAddress address(host);
    if (!address.isNull())
        return { address };
    return {};
}

} // namespace

GateRefusal judge(const RequestHead &head, const GateRules &rules)
{
    GateRefusal refusal;
    refusal.path = QString::fromUtf8(head.target);
    refusal.origin = QString::fromUtf8(head.header("Origin"));
    refusal.upgrade = head.isUpgrade();

    const QList<QByteArray> hosts = head.all("Host");
    if (hosts.size() != 1) {
        refusal.status = 400;
        refusal.reason = hosts.isEmpty() ? u"The request has no Host header."_s
                                         : u"The request has more than one Host header."_s;
        return refusal;
    }
    const QString host = parsedHost(hosts.first(), 80);
    const QString secureHost = parsedHost(hosts.first(), 443);
    if (host.isEmpty() || !(rules.hosts.contains(host) || rules.hosts.contains(secureHost))) {
        refusal.status = 403;
        refusal.reason = u"The request is for a host that is not served here."_s;
        refusal.detail = QString::fromLatin1(hosts.first());
        refusal.remedy = u"Allow it with --allow-host %1, or under allowedHosts in greenroom.project.yaml."_s
                             .arg(QString::fromLatin1(hosts.first()));
        return refusal;
    }

    const QList<QByteArray> origins = head.all("Origin");
    if (origins.isEmpty())
        return refusal;
    const QUrl origin(QString::fromLatin1(origins.first()), QUrl::StrictMode);
    const bool secure = origin.scheme() == "https"_L1;
    const QString originHost
        = parsedHost(origin.authority().toLatin1(), secure ? 443 : 80);
    // RFC 6454 §6.1: scheme, host, port and nothing behind them.
    const bool wellFormed = origins.size() == 1 && origin.isValid() && !originHost.isEmpty()
        && (secure || origin.scheme() == "http"_L1) && origin.path().isEmpty() && !origin.hasQuery()
        && !origin.hasFragment();
    const QString normalised = wellFormed ? origin.scheme() + u"://"_s + originHost : QString();
    const bool own = wellFormed && (originHost == host || originHost == secureHost);
    const bool loopback = wellFormed && refusal.upgrade && isLoopbackName(origin.host());
    if (own || loopback || (wellFormed && rules.origins.contains(normalised)))
        return refusal;
    refusal.status = 403;
    refusal.reason = u"A page of another origin may not reach this host."_s;
    refusal.detail = refusal.origin;
    refusal.remedy = u"Allow it with --allow-origin %1, or under allowedOrigins in greenroom.project.yaml."_s
                         .arg(refusal.origin);
    return refusal;
}

class FrontDoor::Private
{
public:
    Private(FrontDoor *door, const Quotas &numbers, QSslConfiguration configuration)
        : q(door)
        , quotas(numbers)
        , tls(std::move(configuration))
    {
    }

    void take(qintptr descriptor);
    void adopt(qintptr descriptor, bool secure);
    void waitForHead(QTcpSocket *socket, bool secure);
    void onHead(QTcpSocket *socket, bool secure);
    QByteArray peekHead(QTcpSocket *socket) const
    {
        return socket->peek(qMin<qint64>(socket->bytesAvailable(), qMax(quotas.headBytes, 1024) + 4));
    }
    void takeUpgrade(QTcpSocket *socket, bool secure);
    void refuse(QTcpSocket *socket, GateRefusal refusal, const QList<RequestHead::Header> &headers = {});
    HttpResponse gate(const RequestHead &head, const QHostAddress &peer);

    FrontDoor *q;
    Quotas quotas;
    QSslConfiguration tls;
    GateRules rules;
    HttpRouter router;
    QList<Listener *> listeners;
};

void FrontDoor::Private::take(qintptr descriptor)
{
    auto *first = new FirstByte(descriptor, quotas.headTimeoutMs,
                                [this](qintptr accepted, bool secure) { adopt(accepted, secure); }, q);
    first->look();
}

void FrontDoor::Private::adopt(qintptr descriptor, bool secure)
{
    QTcpSocket *socket = nullptr;
    if (secure) {
        auto *encrypted = new QSslSocket(q);
        encrypted->setSslConfiguration(tls);
        socket = encrypted;
    } else {
        socket = new QTcpSocket(q);
    }
    if (!socket->setSocketDescriptor(descriptor)) {
        ::close(int(descriptor));
        delete socket;
        return;
    }
    socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    if (secure)
        static_cast<QSslSocket *>(socket)->startServerEncryption();
    waitForHead(socket, secure);
}

void FrontDoor::Private::waitForHead(QTcpSocket *socket, bool secure)
{
    connect(socket, &QTcpSocket::readyRead, q, [this, socket, secure] { onHead(socket, secure); });
    connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    if (quotas.headTimeoutMs > 0) {
        auto *deadline = new QTimer(socket);
        deadline->setSingleShot(true);
        deadline->setObjectName("head deadline"_L1);
        connect(deadline, &QTimer::timeout, q, [this, socket] {
            GateRefusal refusal;
            refusal.status = 408;
            refusal.reason = u"No complete request head came within %1 s."_s.arg(quotas.headTimeoutMs / 1000.0);
            // Half a TLS hello: there is nobody yet to whom an answer could be encrypted.
            const auto *encrypted = qobject_cast<QSslSocket *>(socket);
            if (encrypted && !encrypted->isEncrypted()) {
                socket->abort();
                socket->deleteLater();
                return;
            }
            refuse(socket, refusal);
        });
        deadline->start(quotas.headTimeoutMs);
    }
    if (socket->bytesAvailable() > 0)
        onHead(socket, secure);
}

void FrontDoor::Private::onHead(QTcpSocket *socket, bool secure)
{
    const HeadParse parse = parseRequestHead(peekHead(socket), quotas);
    if (parse.state == HeadParse::State::Incomplete)
        return;
    if (parse.state == HeadParse::State::Refused) {
        GateRefusal refusal;
        refusal.status = parse.status;
        refusal.reason = parse.reason;
        refuse(socket, refusal, parse.answerHeaders);
        return;
    }
    delete socket->findChild<QTimer *>("head deadline"_L1);
    socket->disconnect(q);
    socket->disconnect(socket);
    if (parse.head.isUpgrade()) {
        takeUpgrade(socket, secure);
        return;
    }
    new HttpConnection(
        socket, secure, quotas, router,
        [this, peer = socket->peerAddress()](const RequestHead &head) { return gate(head, peer); },
        [this, secure](QTcpSocket *upgrading) { takeUpgrade(upgrading, secure); }, q);
}

void FrontDoor::Private::takeUpgrade(QTcpSocket *socket, bool secure)
{
    const HeadParse parse = parseRequestHead(peekHead(socket), quotas);
    GateRefusal refusal = judge(parse.head, rules);
    if (refusal.status != 0) {
        refuse(socket, refusal);
        return;
    }
    const HeadParse upgrade = checkUpgrade(parse.head);
    if (upgrade.state == HeadParse::State::Refused) {
        refusal.status = upgrade.status;
        refusal.reason = upgrade.reason;
        refuse(socket, refusal, upgrade.answerHeaders);
        return;
    }
    if (q->onUpgrade)
        q->onUpgrade(parse.head, socket, secure);
    else
        socket->deleteLater();
}

void FrontDoor::Private::refuse(QTcpSocket *socket, GateRefusal refusal, const QList<RequestHead::Header> &headers)
{
    delete socket->findChild<QTimer *>("head deadline"_L1);
    socket->disconnect(q);
    refusal.peer = socket->peerAddress();
    HttpResponse response = HttpResponse::json(
        refusal.status, "{\"message\":\"" + reasonPhrase(refusal.status) + "\"}");
    response.headers += headers;
    closeAfter(socket, serialize(response, false));
    emit q->refused(refusal);
}

HttpResponse FrontDoor::Private::gate(const RequestHead &head, const QHostAddress &peer)
{
    GateRefusal refusal = judge(head, rules);
    HttpResponse response;
    response.status = 0;
    if (refusal.status != 0) {
        refusal.peer = peer;
        response = HttpResponse::json(refusal.status, "{\"message\":\"" + reasonPhrase(refusal.status) + "\"}");
        emit q->refused(refusal);
    }
    return response;
}

FrontDoor::FrontDoor(const Quotas &quotas, QSslConfiguration tls, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, quotas, std::move(tls)))
{
    qRegisterMetaType<GateRefusal>();
}

FrontDoor::~FrontDoor() = default;

Result<quint16> FrontDoor::listen(const QString &host, quint16 port)
{
    const QList<QHostAddress> wanted = addressesFor(host);
    if (wanted.isEmpty())
        return Error { 2, u"“%1” is no address to listen on: give localhost or one of this machine's addresses."_s.arg(host) };
    // A free port for both families: another program may have the number in one of them.
    for (int attempt = 0; attempt < (port == 0 ? 20 : 1); ++attempt) {
        quint16 chosen = port;
        bool failed = false;
        for (const QHostAddress &address : wanted) {
            auto *listener = new Listener([this](qintptr descriptor) { d->take(descriptor); }, this);
            if (listener->listen(address, chosen)) {
                chosen = listener->serverPort();
                d->listeners.append(listener);
                continue;
            }
            const bool taken = listener->serverError() == QAbstractSocket::AddressInUseError;
            const QString why = listener->errorString();
            delete listener;
            // No IPv6 on this machine is no failure of “localhost”.
            if (!taken && !d->listeners.isEmpty())
                continue;
            failed = true;
            if (port != 0 || !taken) {
                close();
                if (!taken)
                    return Error { 3, u"Greenroom cannot listen on %1 port %2: %3."_s.arg(host).arg(chosen).arg(why) };
                const QString owner = portOwner(chosen);
                return Error { 3, u"Port %1 is in use. Another program has it%2. Choose another with --port, or "
                                  "--port 0 for a free one."_s
                                      .arg(chosen).arg(owner.isEmpty() ? QString() : u" (%1)"_s.arg(owner)) };
            }
            break;
        }
        if (!failed)
            return chosen;
        close();
    }
    return Error { 3, u"No free port was found for %1."_s.arg(host) };
}

void FrontDoor::close()
{
    qDeleteAll(d->listeners);
    d->listeners.clear();
}

QList<QHostAddress> FrontDoor::addresses() const
{
    QList<QHostAddress> addresses;
    for (const Listener *listener : d->listeners)
        addresses.append(listener->serverAddress());
    return addresses;
}

void FrontDoor::setRules(const GateRules &rules)
{
    d->rules = rules;
}

HttpRouter &FrontDoor::router()
{
    return d->router;
}

} // namespace greenroom
