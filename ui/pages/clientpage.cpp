// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/clientpage.h"

#include "core/masking.h"
#include "engine.h"
#include "models/connectionsmodel.h"
#include "panes/inspector.h"
#include "settings.h"
#include "widgets/listcard.h"
#include "widgets/pieces.h"
#include "widgets/remoteband.h"
#include "words.h"
#include "workspace.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProcess>
#include <QScrollArea>
#include <QStackedWidget>
#include <QUrl>
#include <QUuid>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int formWidth = 640;
constexpr int mostRecent = 6;

// Of a pasted command these are the client's own work.
bool isOwnHeader(const QString &header)
{
    static const QStringList own { u"connection"_s, u"upgrade"_s, u"host"_s, u"sec-websocket-key"_s, u"sec-websocket-version"_s, u"sec-websocket-extensions"_s };
    return own.contains(header.section(u':', 0, 0).trimmed().toLower());
}

} // namespace

ClientAddress readAddress(const QString &text)
{
    ClientAddress address;
    QStringList words = QProcess::splitCommand(QString(text).replace(u"\\\n"_s, u" "_s).replace(u'\'', u'"'));
    if (words.size() < 2 || !(words.first() == "curl"_L1 || words.first() == "wscat"_L1)) {
        address.url = text.trimmed();
        return address;
    }
    const bool wscat = words.takeFirst() == "wscat"_L1;
    while (!words.isEmpty()) {
        const QString word = words.takeFirst();
        if ((word == "-H"_L1 || word == "--header"_L1) && !words.isEmpty()) {
            const QString header = words.takeFirst();
            if (header.startsWith("sec-websocket-protocol:"_L1, Qt::CaseInsensitive))
                address.subprotocols << header.section(u':', 1).trimmed().split(u", "_s, Qt::SkipEmptyParts);
            else if (!isOwnHeader(header))
                address.headers << header;
        } else if (wscat && (word == "-s"_L1 || word == "--subprotocol"_L1) && !words.isEmpty()) {
            address.subprotocols << words.takeFirst();
        } else if (word.contains("://"_L1)) {
            address.url = word;
        }
    }
    if (address.url.startsWith("http"_L1))
        address.url.replace(0, 4, u"ws"_s);
    return address;
}

ClientPage::ClientPage(Workspace &workspace, QWidget *parent)
    : Page(parent)
    , m_workspace(workspace)
    , m_stack(new QStackedWidget)
    , m_inspector(new Inspector(workspace, tr("Client")))
{
    m_stack->addWidget(makeForm());
    m_stack->addWidget(m_inspector);
    connect(m_inspector, &Inspector::backRequested, this, &ClientPage::showForm);
    connect(m_inspector, &Inspector::chosen, this, [this](const QString &id) { open(u"connection/"_s + id); });
    connect(m_inspector, &Inspector::tryRequested, this, [this](const QString &url) {
        m_url->setText(url);
        connectNow();
    });
    connect(m_inspector, &Inspector::openRequested, this, &Page::openRequested);
    connect(&workspace.connections, &QAbstractItemModel::rowsInserted, this, &ClientPage::onRowsInserted);
    connect(&workspace.connections, &QAbstractItemModel::dataChanged, this, &ClientPage::onRowsInserted);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    showAddress();
    showRecent();
}

QWidget *ClientPage::makeForm()
{
    const Theme &theme = m_workspace.theme;
    m_url = new QLineEdit;
    m_url->setPlaceholderText(u"wss://abc123.execute-api.eu-west-1.amazonaws.com/dev"_s);
    m_url->setAccessibleName(tr("Address"));
    m_url->setFont(theme.font(Theme::TypeLevel::Mono));
    m_url->setFixedHeight(36);
    m_subprotocols = new QLineEdit;
    m_subprotocols->setPlaceholderText(tr("results.v1, results.v2"));
    m_subprotocols->setAccessibleName(tr("Subprotocols"));
    m_name = new QLineEdit;
    m_name->setPlaceholderText(tr("alice"));
    m_name->setAccessibleName(tr("Name of the connection"));
    m_headers = new QPlainTextEdit;
    m_headers->setPlaceholderText(tr("Authorization: Bearer …\nX-Api-Key: …"));
    m_headers->setAccessibleName(tr("Headers"));
    m_headers->setFont(theme.font(Theme::TypeLevel::Mono));
    m_headers->setProperty("field", true);
    m_headers->setTabChangesFocus(true);
    m_headers->setFixedHeight(76);
    m_connect = makeMainButton(theme, u"connect"_s, tr("Connect"));
    m_connect->setSize(Button::Size::Large);
    connect(m_connect, &QPushButton::clicked, this, &ClientPage::connectNow);
    connect(m_url, &QLineEdit::returnPressed, this, &ClientPage::connectNow);
    connect(m_url, &QLineEdit::textChanged, this, &ClientPage::showAddress);

    auto *column = new QVBoxLayout;
    column->setSpacing(4);
    const auto label = [&](const QString &text, const QString &hint) {
        auto *row = new QHBoxLayout;
        row->setSpacing(8);
        row->addWidget(makeLabel(theme, Theme::TypeLevel::BodyMedium, Token::T1, text));
        row->addWidget(makeLabel(theme, Theme::TypeLevel::Body, Token::T3, hint));
        row->addStretch();
        return row;
    };
    column->addWidget(makeLabel(theme, Theme::TypeLevel::Title, Token::T1, tr("Connect to a WebSocket")));
    column->addWidget(makeLabel(theme, Theme::TypeLevel::Body, Token::T2, tr("A local service or a deployment; every message is shown and kept.")));
    column->addSpacing(16);
    column->addLayout(label(tr("Address"), tr("or a curl or wscat command")));
    auto *first = new QHBoxLayout;
    first->setSpacing(8);
    first->addWidget(m_url, 1);
    first->addWidget(m_connect);
    column->addLayout(first);
    column->addSpacing(12);
    column->addLayout(label(tr("Headers"), tr("one a line; credentials are hidden in everything that is saved")));
    column->addWidget(m_headers);
    column->addSpacing(12);
    auto *two = new QHBoxLayout;
    two->setSpacing(16);
    for (const auto &[text, hint, field] : { std::tuple { tr("Subprotocols"), tr("in order of preference"), m_subprotocols },
                                             std::tuple { tr("Name"), tr("what the lists call it"), m_name } }) {
        auto *half = new QVBoxLayout;
        half->setSpacing(4);
        half->addLayout(label(text, hint));
        half->addWidget(field);
        two->addLayout(half, 1);
    }
    column->addLayout(two);
    column->addSpacing(24);
    m_recent = new ListCard(theme);
    m_recentBox = new QWidget;
    auto *recent = new QVBoxLayout(m_recentBox);
    recent->setContentsMargins(0, 0, 0, 0);
    recent->setSpacing(6);
    recent->addWidget(makeLabel(theme, Theme::TypeLevel::BodyBold, Token::T1, tr("Connections of this client")));
    recent->addWidget(m_recent);
    column->addWidget(m_recentBox);
    column->addStretch();

    auto *inner = new QWidget;
    inner->setMaximumWidth(formWidth);
    inner->setLayout(column);
    column->setContentsMargins(0, 40, 0, 24);
    auto *page = new QWidget;   // the stage shows through, with its round corners
    auto *middle = new QHBoxLayout(page);
    middle->setContentsMargins(24, 0, 24, 0);
    middle->addStretch(1);
    middle->addWidget(inner, 100);
    middle->addStretch(1);
    auto *scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(page);
    scroll->viewport()->setAutoFillBackground(false);
    page->setAutoFillBackground(false);
    m_band = new RemoteBand(theme);
    auto *box = new QWidget;
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_band);
    layout->addWidget(scroll, 1);
    return box;
}

void ClientPage::open(const QString &path)
{
    if (path.startsWith("connection/"_L1)) {
        m_inspector->setConnection(path.mid(11));
        m_stack->setCurrentWidget(m_inspector);
        emit changed();
        return;
    }
    if (!path.isEmpty())
        m_url->setText(path);
    showForm();
}

QString ClientPage::subtitle() const
{
    const ConnectionRow *row = m_workspace.connections.connection(m_inspector->connection());
    return row && m_stack->currentWidget() == m_inspector ? row->title() : QString();
}

QStringList ClientPage::remotePlaces() const
{
    return m_stack->currentWidget() == m_inspector ? m_inspector->remotePlaces() : Inspector::placesOf(m_url->text());
}

void ClientPage::showForm()
{
    m_stack->setCurrentIndex(0);
    showRecent();
    m_url->setFocus();
    emit changed();
}

// A pasted command falls into its fields; an address of elsewhere says so before anything is sent.
void ClientPage::showAddress()
{
    const QString text = m_url->text();
    if (text.startsWith("curl "_L1) || text.startsWith("wscat "_L1)) {
        const ClientAddress address = readAddress(text);
        m_headers->setPlainText(address.headers.join(u'\n'));
        m_subprotocols->setText(address.subprotocols.join(u", "_s));
        m_url->setText(address.url);
        return;
    }
    const bool remote = Inspector::isRemote(text);
    m_band->setVisible(remote);
    if (remote)
        m_band->setPlaces(Inspector::placesOf(text));
    m_connect->setRemote(remote);
    const QUrl url(text.trimmed());
    m_connect->setEnabled((url.scheme() == "ws"_L1 || url.scheme() == "wss"_L1) && !url.host().isEmpty());
    m_connect->setToolTip(m_connect->isEnabled() ? QString() : tr("An address begins with ws:// or wss:// and names a host."));
    emit changed();
}

void ClientPage::connectNow()
{
    if (!m_connect->isEnabled())
        return;
    ClientRequest request;
    request.connectionId = u"client-"_s + QUuid::createUuid().toString(QUuid::WithoutBraces).left(8);
    request.url = m_url->text().trimmed();
    request.name = m_name->text().trimmed().isEmpty() ? tr("client") : m_name->text().trimmed();
    const QStringList subprotocols = m_subprotocols->text().split(u',', Qt::SkipEmptyParts);
    for (const QString &subprotocol : subprotocols)
        request.subprotocols << subprotocol.trimmed();
    const QStringList headers = m_headers->toPlainText().split(u'\n', Qt::SkipEmptyParts);
    for (const QString &header : headers) {
        const qsizetype colon = header.indexOf(u':');
        if (colon > 0)
            request.headers.append({ header.left(colon).trimmed(), header.mid(colon + 1).trimmed() });
    }
    m_waitsFor = request.connectionId;
    m_connect->setText(tr("Connecting…"));
    // Remembered without its credentials.
    m_workspace.settings.addRecent(Masking::maskedUrl(request.url), m_name->text().trimmed().isEmpty() ? QUrl(request.url).host() : request.name);
    m_workspace.engine.connectClient(request);
}

// Opened or refused: the inspector says which.
void ClientPage::onRowsInserted()
{
    if (!m_waitsFor.isEmpty() && m_workspace.connections.connection(m_waitsFor)) {
        m_connection = std::exchange(m_waitsFor, {});
        m_connect->setText(tr("Connect"));
        open(u"connection/"_s + m_connection);
    } else if (m_stack->currentIndex() == 0 && isVisible()) {
        showRecent();
    }
}

void ClientPage::showRecent()
{
    m_recent->clear();
    const ConnectionsModel &model = m_workspace.connections;
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    int shown = 0;
    for (int row = model.rowCount() - 1; row >= 0 && shown < mostRecent; --row) {
        const ConnectionRow &connection = model.row(row);
        if (!connection.id().startsWith("client-"_L1))
            continue;
        const bool open = connection.state == ConnectionRow::State::Open;
        CardLine line;
        line.symbol = open ? u"connect"_s : u"disconnect"_s;
        line.state = connection.state == ConnectionRow::State::Refused ? u"failed"_s : QString();
        line.name = connection.title();
        line.words = connection.opened.url + u"   "_s + model.index(row, ConnectionsModel::State).data().toString();
        line.when = agoText(connection.openedAt, now);
        connect(m_recent->add(line), &QAbstractButton::clicked, this, [this, id = connection.id()] { this->open(u"connection/"_s + id); });
        ++shown;
    }
    m_recentBox->setVisible(shown > 0);
}

} // namespace greenroom
