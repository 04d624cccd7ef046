// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/clientpage.h"

#include "engine.h"
#include "models/connectionsmodel.h"
#include "widgets/framesview.h"
#include "widgets/pieces.h"
#include "words.h"
#include "workspace.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QShortcut>
#include <QUuid>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace greenroom {

ClientPage::ClientPage(Workspace &workspace, QWidget *parent)
    : Page(parent)
    , m_workspace(workspace)
    , m_url(new QLineEdit)
    , m_headers(new QLineEdit)
    , m_subprotocols(new QLineEdit)
    , m_composer(new QPlainTextEdit)
    , m_frames(new FramesView(workspace))
{
    const Theme &theme = workspace.theme;
    m_url->setPlaceholderText(u"wss://abc123.execute-api.eu-west-1.amazonaws.com/dev"_s);
    m_url->setAccessibleName(tr("Address"));
    m_url->setFont(theme.font(Theme::TypeLevel::Mono));
    m_headers->setPlaceholderText(tr("Header: value; Header: value"));
    m_headers->setAccessibleName(tr("Headers"));
    m_subprotocols->setPlaceholderText(tr("subprotocols"));
    m_subprotocols->setAccessibleName(tr("Subprotocols"));
    m_connect = makeMainButton(theme, u"connect"_s, tr("Connect"));
    m_state = makeLabel(theme, Theme::TypeLevel::Body, Token::T2, tr("Not connected."));
    m_state->setWordWrap(true);
    connect(m_connect, &QPushButton::clicked, this, &ClientPage::connectNow);
    connect(m_url, &QLineEdit::returnPressed, this, &ClientPage::connectNow);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(16, 12, 16, 4);
    head->setSpacing(8);
    head->addWidget(m_url, 4);
    head->addWidget(m_headers, 2);
    head->addWidget(m_subprotocols, 1);
    head->addWidget(m_connect);

    m_composer->setFont(theme.font(Theme::TypeLevel::Mono));
    m_composer->setAccessibleName(tr("Message to send"));
    m_composer->setPlaceholderText(u"{ \"action\": \"whoami\" }"_s);
    m_composer->setTabChangesFocus(true);
    m_composer->setFixedHeight(88);
    m_composer->setProperty("field", true);   // the style sheet gives it a field's edge
    Button *sendButton = makeButton(theme, u"send"_s, tr("Send"));
    sendButton->setKey(u"Ctrl+Enter"_s);
    m_send = sendButton;
    connect(m_send, &QPushButton::clicked, this, &ClientPage::send);
    for (const char *key : { "Ctrl+Return", "Ctrl+Enter" }) {
        auto *shortcut = new QShortcut(QKeySequence(QLatin1StringView(key)), this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, &ClientPage::send);
    }
    auto *composer = new QHBoxLayout;
    composer->setContentsMargins(16, 8, 16, 8);
    composer->setSpacing(8);
    composer->addWidget(m_composer, 1);
    composer->addWidget(m_send, 0, Qt::AlignBottom);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    auto *said = new QHBoxLayout;
    said->setContentsMargins(16, 4, 16, 8);
    said->addWidget(m_state);
    layout->addLayout(said);
    layout->addWidget(makeLine(theme, Qt::Horizontal));
    layout->addWidget(m_frames, 1);
    layout->addWidget(makeLine(theme, Qt::Horizontal));
    layout->addLayout(composer);
    m_frames->setConnection(u"none"_s);
    for (auto signal : { &ConnectionsModel::countsChanged })
        connect(&workspace.connections, signal, this, &ClientPage::show);
    connect(&workspace.connections, &QAbstractItemModel::dataChanged, this, &ClientPage::show);
    connect(&workspace.connections, &QAbstractItemModel::rowsInserted, this, &ClientPage::show);
    show();
}

void ClientPage::open(const QString &url)
{
    if (!url.isEmpty())
        m_url->setText(url);
    m_url->setFocus();
}

void ClientPage::connectNow()
{
    const ConnectionRow *row = m_workspace.connections.connection(m_connection);
    if (row && row->state == ConnectionRow::State::Open) {
        m_workspace.engine.closeClient(m_connection, 1000, {});
        return;
    }
    ClientRequest request;
    request.connectionId = u"client-"_s + QUuid::createUuid().toString(QUuid::WithoutBraces).left(8);
    request.url = m_url->text().trimmed();
    request.name = tr("client");
    request.subprotocols = m_subprotocols->text().split(u',', Qt::SkipEmptyParts);
    const QStringList headers = m_headers->text().split(u';', Qt::SkipEmptyParts);
    for (const QString &header : headers) {
        const qsizetype colon = header.indexOf(u':');
        if (colon > 0)
            request.headers.append({ header.left(colon).trimmed(), header.mid(colon + 1).trimmed() });
    }
    m_connection = request.connectionId;
    m_frames->setConnection(m_connection);
    m_state->setText(tr("Connecting…"));
    m_workspace.engine.connectClient(request);
}

void ClientPage::send()
{
    if (!m_composer->toPlainText().isEmpty())
        m_workspace.engine.sendFromClient(m_connection, { Message::Opcode::Text, m_composer->toPlainText().toUtf8() });
}

void ClientPage::show()
{
    const ConnectionRow *row = m_workspace.connections.connection(m_connection);
    const bool open = row && row->state == ConnectionRow::State::Open;
    m_connect->setText(open ? tr("Disconnect") : tr("Connect"));
    m_send->setEnabled(open);
    if (!row)
        return;
    switch (row->state) {
    case ConnectionRow::State::Open:
        m_state->setText(row->opened.subprotocol.isEmpty() ? tr("Open.") : tr("Open, subprotocol %1.").arg(row->opened.subprotocol));
        break;
    case ConnectionRow::State::Closed:
        m_state->setText(tr("Closed with %1 (%2) by the %3.").arg(row->closed.code).arg(closeCodeWord(row->closed.code), row->closed.closedBy));
        break;
    case ConnectionRow::State::Refused:
        m_state->setText(tr("Refused: %1. %2").arg(row->refused.reason, row->refused.remedy));
        break;
    }
}

} // namespace greenroom
