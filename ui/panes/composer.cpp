// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panes/composer.h"

#include "gateway/selection.h"
#include "models/connectionsmodel.h"
#include "models/framesmodel.h"
#include "models/projectmodel.h"
#include "widgets/elided.h"
#include "widgets/jsonorder.h"
#include "widgets/jsontext.h"
#include "widgets/pieces.h"
#include "widgets/segments.h"
#include "words.h"
#include "workspace.h"

#include <QHBoxLayout>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMenu>
#include <QPlainTextEdit>
#include <QShortcut>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace greenroom {

QString routeOf(const QByteArray &text, const QString &selection, const QStringList &routes)
{
    const QJsonDocument document = QJsonDocument::fromJson(text);
    QString key;
    if (!document.isNull())
        key = SelectionExpression(selection).evaluate(document.isObject() ? QJsonValue(document.object()) : QJsonValue(document.array()));
    if (!key.isEmpty() && !key.startsWith(u'$') && routes.contains(key))
        return key;
    return routes.contains(u"$default"_s) ? u"$default"_s : QString();
}

Composer::Composer(Workspace &workspace, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_editor(new QPlainTextEdit)
{
    const Theme &theme = workspace.theme;
    m_editor->setFont(theme.font(Theme::TypeLevel::Mono));
    m_editor->setAccessibleName(tr("Message to send"));
    m_editor->setTabChangesFocus(true);
    m_editor->setProperty("field", true);   // the style sheet gives it a field's edge
    m_editor->document()->setDocumentMargin(6);
    m_editor->setPlaceholderText(u"{ \"action\": \"whoami\" }"_s);
    m_colors = new JsonHighlighter(theme, m_editor->document());
    m_template = makeButton(theme, {}, tr("Template"));
    m_template->setSize(Button::Size::Small);
    m_templates = new QMenu(m_template);
    connect(m_templates, &QMenu::aboutToShow, this, &Composer::fillTemplates);
    m_template->setMenu(m_templates);
    m_kind = new Segments(theme, Segments::Choice::One);
    m_kind->setSmall(true);
    m_kind->add(u"json"_s, tr("JSON"));
    m_kind->add(u"text"_s, tr("Text"));
    m_kind->add(u"binary"_s, tr("Binary"))->setToolTip(tr("Written as hexadecimal digits"));
    connect(m_kind, &Segments::changed, this, [this] {
        m_colors->setJson(m_kind->isChosen(u"json"_s));
        showSentence();
    });
    m_send = makeMainButton(theme, u"send"_s, tr("Send"));
    m_send->setKey(u"Ctrl+Enter"_s);
    connect(m_send, &Button::clicked, this, &Composer::send);
    for (const char *key : { "Ctrl+Return", "Ctrl+Enter" }) {
        auto *shortcut = new QShortcut(QKeySequence(QLatin1StringView(key)), this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, &Composer::send);
    }
    auto *save = makeButton(theme, u"suite"_s, tr("Save as test…"));
    connect(save, &Button::clicked, this, &Composer::saveAsTestRequested);
    m_sentence = new Elided(theme, Theme::TypeLevel::Body, Token::T2);
    m_sentence->setTextFormat(Qt::RichText);
    m_sentence->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_size = makeLabel(theme, Theme::TypeLevel::Body, Token::T3);
    connect(m_editor, &QPlainTextEdit::textChanged, this, &Composer::showSentence);
    connect(&workspace.project, &ProjectModel::projectChanged, this, &Composer::showSentence);
    connect(&theme, &Theme::changed, this, &Composer::showSentence);

    auto *top = new QHBoxLayout;
    top->setSpacing(8);
    top->addWidget(makeLabel(theme, Theme::TypeLevel::BodyBold, Token::T1, tr("Send")));
    top->addWidget(m_template);
    top->addWidget(m_kind);
    top->addStretch();
    auto *foot = new QHBoxLayout;
    foot->setSpacing(8);
    foot->addWidget(m_send);
    foot->addWidget(save);
    foot->addWidget(m_sentence, 1);
    foot->addWidget(m_size);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 8, 16, 12);
    layout->setSpacing(8);
    layout->addLayout(top);
    layout->addWidget(m_editor, 1);
    layout->addLayout(foot);
    showSentence();
}

void Composer::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_workspace.theme.color(Token::BgPanel));
    painter.fillRect(0, 0, width(), 1, m_workspace.theme.color(m_remote ? Token::RemoteLine : Token::LineStrong));
}

void Composer::setConnection(const ConnectionRow *connection, bool remote)
{
    m_connectionId = connection ? connection->id() : QString();
    m_open = connection && connection->state == ConnectionRow::State::Open;
    m_hosted = connection && !connection->isClient();
    m_remote = remote;
    m_send->setRemote(remote);
    m_template->setVisible(!m_hosted && !remote && m_workspace.project.rowCount() > 0);
    m_send->setText(m_hosted ? tr("Send to the client") : tr("Send"));
    m_send->setEnabled(m_open);
    m_editor->setEnabled(m_open);
    showSentence();
    update();
}

void Composer::fillTemplates()
{
    m_templates->clear();
    for (int row = 0; row < m_workspace.project.rowCount(); ++row) {
        const QString key = m_workspace.project.row(row).routeKey;
        if (key != "$connect"_L1 && key != "$disconnect"_L1)
            connect(m_templates->addAction(key), &QAction::triggered, this, [this, key] { useTemplate(key); });
    }
}

// The latest message that met this route, or what the selection expression asks for.
void Composer::useTemplate(const QString &routeKey)
{
    const FramesModel &frames = m_workspace.frames;
    QByteArray body;
    for (int row = frames.rowCount() - 1; row >= 0 && body.isEmpty(); --row) {
        if (frames.row(row).toService && frames.row(row).routeKey == routeKey)
            body = frames.row(row).body;
    }
    if (body.isEmpty()) {
        QJsonValue value = routeKey == "$default"_L1 ? QJsonValue(u"…"_s) : QJsonValue(routeKey);
        QStringList names = m_workspace.project.project().routeSelectionExpression.section(u"request.body."_s, 1).remove(u'}').split(u'.', Qt::SkipEmptyParts);
        for (auto it = names.crbegin(); it != names.crend(); ++it)
            value = QJsonObject { { *it, value } };
        body = QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact);
    }
    const QJsonDocument document = QJsonDocument::fromJson(body);
    m_editor->setPlainText(QString::fromUtf8(document.isNull() ? body : indentedJson(body)));
    m_kind->setChosen(document.isNull() ? u"text"_s : u"json"_s);
    m_template->setText(tr("Template: %1").arg(routeKey));
    m_editor->setFocus();
}

QByteArray Composer::bytes(QString *error) const
{
    const QByteArray text = m_editor->toPlainText().toUtf8();
    error->clear();
    if (m_kind->isChosen(u"binary"_s)) {
        const QByteArray digits = QByteArray(text).replace(' ', "").replace('\n', "");
        const QByteArray raw = QByteArray::fromHex(digits);
        if (raw.size() * 2 != digits.size())
            *error = tr("Bytes are pairs of hexadecimal digits: 00 ff 7b.");
        return raw;
    }
    if (m_kind->isChosen(u"json"_s) && !text.trimmed().isEmpty()) {
        QJsonParseError problem;
        QJsonDocument::fromJson(text, &problem);
        if (problem.error != QJsonParseError::NoError)
            *error = tr("Not JSON yet, at character %1.").arg(problem.offset);
    }
    return text;
}

QString Composer::sentence() const
{
    QString error;
    const QByteArray body = bytes(&error);
    if (!m_open)
        return m_connectionId.isEmpty() ? tr("Choose an open connection to send.") : tr("The connection is closed.");
    if (!error.isEmpty())
        return error;
    if (m_hosted)
        return tr("goes to the client, as the service would post it");
    if (m_remote)
        return tr("real people may read this");
    const ProjectModel &project = m_workspace.project;
    QStringList routes;
    for (int row = 0; row < project.rowCount(); ++row)
        routes << project.row(row).routeKey;
    if (routes.isEmpty())
        return {};
    const QString key = routeOf(m_kind->isChosen(u"binary"_s) ? QByteArray() : body, project.project().routeSelectionExpression, routes);
    if (key.isEmpty())
        return tr("meets no route: the gateway answers with an error");
    const RouteRow &route = project.row(int(routes.indexOf(key)));
    const QString strong = u"<b style='color:%1'>%2</b>"_s;
    const QString ink = m_workspace.theme.color(Token::T1).name();
    const QString name = route.function.isEmpty() ? route.integration : route.function;
    return tr("matches route %1 → function %2").arg(strong.arg(ink, key.toHtmlEscaped()), strong.arg(ink, name.toHtmlEscaped()));
}

void Composer::showSentence()
{
    m_sentence->setText(sentence());
    QString error;
    m_size->setText(sizeText(bytes(&error).size()));
}

void Composer::send()
{
    QString error;
    const QByteArray body = bytes(&error);
    const bool binary = m_kind->isChosen(u"binary"_s);
    if (!m_open || body.isEmpty() || (binary && !error.isEmpty()))
        return;
    emit sendRequested({ binary ? Message::Opcode::Binary : Message::Opcode::Text, body });
}

} // namespace greenroom
