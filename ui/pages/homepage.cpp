// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/homepage.h"

#include "actions.h"
#include "models/runsmodel.h"
#include "settings.h"
#include "widgets/pieces.h"
#include "words.h"
#include "workspace.h"

#include <QDateTime>
#include <QFileDialog>
#include <QFrame>
#include <QHBoxLayout>
#include <QPainter>
#include <QScrollArea>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int columnWidth = 1104;
constexpr int listed = 5;

// A card: a box with an edge, green for the one a newcomer most likely takes.
class Card : public QWidget
{
public:
    Card(const Theme &theme, const QString &symbol, bool main)
        : m_theme(theme)
        , m_symbol(symbol)
        , m_main(main)
    {
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        paintBox(&painter, rect(), m_theme.color(Token::BgPanel), m_theme.color(m_main ? Token::Accent : Token::Line), 6);
        const QRect well(16, 16, width() - 32, 96);
        paintBox(&painter, well, m_theme.color(m_main ? Token::AccentSoft : Token::BgWell), m_theme.color(Token::Line), 6);
        paintSymbol(&painter, m_theme, well, m_symbol, m_main ? Token::AccentText : Token::T2, 40);
    }

private:
    const Theme &m_theme;
    QString m_symbol;
    bool m_main;
};

void clear(QLayout *layout)
{
    while (QLayoutItem *item = layout->takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

// One line of a list: a mark or a symbol, words, and grey words at the right.
class Line : public QPushButton
{
public:
    Line(const Theme &theme, const QString &state, const QString &symbol, const QString &text, const QString &right, const QString &strip = {})
        : m_theme(theme)
        , m_state(state)
        , m_symbol(symbol)
        , m_text(text)
        , m_right(right)
        , m_strip(strip)
    {
        setFlat(true);
        setFixedHeight(40);
        setAccessibleName(text + u", "_s + right);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        if (underMouse() || hasFocus())
            paintBox(&painter, rect(), m_theme.color(Token::BgHover), m_theme.color(hasFocus() ? Token::Focus : Token::BgHover), 6);
        const QRect mark(8, 0, 22, height());
        if (m_state.isEmpty())
            paintSymbol(&painter, m_theme, mark, m_symbol, Token::T2);
        else
            paintMark(&painter, m_theme, mark, m_state);
        painter.setFont(m_theme.font(Theme::TypeLevel::Body));
        const int rightWidth = painter.fontMetrics().horizontalAdvance(m_right) + (m_strip.isEmpty() ? 0 : stripWidth + 16);
        painter.setPen(m_theme.color(Token::T1));
        const QRect words(38, 0, width() - 54 - rightWidth, height());
        painter.drawText(words, Qt::AlignVCenter | Qt::TextSingleLine, painter.fontMetrics().elidedText(m_text, Qt::ElideRight, words.width()));
        painter.setPen(m_theme.color(Token::T3));
        painter.drawText(rect().adjusted(0, 0, -8, 0), Qt::AlignVCenter | Qt::AlignRight, m_right);
        if (!m_strip.isEmpty())
            paintStrip(&painter, m_theme, QRect(width() - rightWidth - 8, 0, stripWidth, height()), m_strip);
    }

private:
    const Theme &m_theme;
    QString m_state;
    QString m_symbol;
    QString m_text;
    QString m_right;
    QString m_strip;
};

} // namespace

HomePage::HomePage(Workspace &workspace, QWidget *parent)
    : Page(parent)
    , m_workspace(workspace)
{
    const Theme &theme = workspace.theme;
    auto *column = new QWidget;
    column->setMaximumWidth(columnWidth);
    auto *content = new QVBoxLayout(column);
    content->setContentsMargins(24, 40, 24, 24);
    content->setSpacing(12);
    content->addWidget(makeLabel(theme, Theme::TypeLevel::Greeting, Token::T1, tr("Good to see you.")));
    content->addWidget(makeLabel(theme, Theme::TypeLevel::Body, Token::T2,
                                 tr("Host a serverless WebSocket project, run its tests, and see everything that happens.")));
    content->addSpacing(12);
    auto *cards = new QHBoxLayout;
    cards->setSpacing(24);
    cards->addWidget(card(u"timeline"_s, tr("Try the demo"), tr("A small shop behind a WebSocket and some 20 checks. Half a minute, nothing to install."),
                          tr("Start"), true, [this] { m_workspace.actions.startDemo(); }));
    cards->addWidget(card(u"route"_s, tr("Open a project"), tr("A serverless.yml or a folder. Opening runs nothing. Or drop it anywhere here."),
                          tr("Open…"), false, [this] {
                              const QString folder = QFileDialog::getExistingDirectory(this, tr("Open a project"));
                              if (!folder.isEmpty())
                                  m_workspace.actions.openProject(folder);
                          }));
    cards->addWidget(card(u"message"_s, tr("Connect to a WebSocket"), tr("Any ws:// or wss:// address, a deployment on AWS among them."),
                          tr("Connect"), false, [this] { emit openRequested(u"client"_s, {}); }));
    content->addLayout(cards);
    content->addSpacing(16);
    auto *lists = new QHBoxLayout;
    lists->setSpacing(24);
    m_recents = new QVBoxLayout;
    m_runs = new QVBoxLayout;
    m_recents->setSpacing(0);
    m_runs->setSpacing(0);
    lists->addLayout(m_recents, 1);
    lists->addLayout(m_runs, 1);
    content->addLayout(lists);
    content->addStretch();

    auto *middle = new QWidget;
    auto *around = new QHBoxLayout(middle);
    around->setContentsMargins(0, 0, 0, 0);
    around->addStretch();
    around->addWidget(column, 100);
    around->addStretch();
    auto *scroll = new QScrollArea;
    scroll->setWidget(middle);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setAccessibleName(tr("Home"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->addWidget(scroll);
    connect(&workspace.runs, &RunsModel::runsChanged, this, &HomePage::showRuns);
    showRecents();
    showRuns();
}

QWidget *HomePage::card(const QString &symbol, const QString &title, const QString &text, const QString &button, bool main, std::function<void()> act)
{
    const Theme &theme = m_workspace.theme;
    auto *box = new Card(theme, symbol, main);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(16, 128, 16, 16);
    layout->setSpacing(8);
    layout->addWidget(makeLabel(theme, Theme::TypeLevel::FigureSmall, Token::T1, title));
    QLabel *words = makeLabel(theme, Theme::TypeLevel::Body, Token::T2, text);
    words->setWordWrap(true);
    words->setMinimumHeight(60);
    words->setAlignment(Qt::AlignTop);
    layout->addWidget(words);
    QPushButton *press = main ? makeMainButton(theme, u"run-solid"_s, button) : makeButton(theme, {}, button);
    press->setMinimumHeight(36);
    press->setAccessibleDescription(title);
    connect(press, &QPushButton::clicked, this, std::move(act));
    layout->addWidget(press);
    return box;
}

void HomePage::showRecents()
{
    clear(m_recents);
    const QList<Settings::Recent> recents = m_workspace.settings.recents();
    if (recents.isEmpty())
        return;
    m_recents->addWidget(makeLabel(m_workspace.theme, Theme::TypeLevel::BodyBold, Token::T2, tr("Recent")));
    for (const Settings::Recent &recent : recents.mid(0, listed)) {
        auto *line = new Line(m_workspace.theme, {}, u"folder"_s, recent.name, agoText(recent.at, QDateTime::currentMSecsSinceEpoch()));
        connect(line, &QPushButton::clicked, this, [this, path = recent.path] { m_workspace.actions.openProject(path); });
        m_recents->addWidget(line);
    }
    m_recents->addStretch();
}

void HomePage::showRuns()
{
    clear(m_runs);
    if (m_workspace.runs.rowCount() == 0)
        return;
    m_runs->addWidget(makeLabel(m_workspace.theme, Theme::TypeLevel::BodyBold, Token::T2, tr("Runs from last time")));
    for (int row = 0; row < std::min(listed, m_workspace.runs.rowCount()); ++row) {
        const RunRecord &run = m_workspace.runs.record(row);
        auto *line = new Line(m_workspace.theme, verdictState(run), {}, u"%1 · %2"_s.arg(run.suiteName, run.sentence.isEmpty() ? run.state : run.sentence),
                              whenText(run.startedAt, QDateTime::currentMSecsSinceEpoch()), m_workspace.runs.strip(run.suite));
        connect(line, &QPushButton::clicked, this, [this, id = run.runId] { emit openRequested(u"runs"_s, id); });
        m_runs->addWidget(line);
    }
    m_runs->addStretch();
}

} // namespace greenroom
