// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/homepage.h"

#include "actions.h"
#include "models/runsmodel.h"
#include "panes/inspector.h"
#include "settings.h"
#include "widgets/link.h"
#include "widgets/listcard.h"
#include "widgets/pieces.h"
#include "words.h"
#include "workspace.h"

#include <QDateTime>
#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPainter>
#include <QRegularExpression>
#include <QScrollArea>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int columnWidth = 1104;
constexpr int wellHeight = 120;
constexpr int listed = 4;

// A box with a drawing on top; green edge for the one a newcomer most likely takes.
class Card : public QWidget
{
public:
    Card(const Theme &theme, CardDrawing drawing)
        : m_theme(theme)
        , m_drawing(drawing)
    {
        setMinimumWidth(240);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const QColor edge = m_theme.color(m_drawing == CardDrawing::Demo ? Token::Accent : Token::Line);
        paintBox(&painter, rect(), m_theme.color(Token::BgStage), {}, 6);
        const QRect well(1, 1, width() - 2, wellHeight);
        paintBox(&painter, well.adjusted(0, 0, 0, 6), m_theme.color(Token::BgWell), {}, 5);
        painter.fillRect(1, wellHeight + 1, width() - 2, 6, m_theme.color(Token::BgStage));
        painter.fillRect(1, wellHeight, width() - 2, 1, m_theme.color(Token::Line));
        painter.setClipRect(well);
        paintCardDrawing(&painter, m_theme, well, m_drawing);
        painter.setClipping(false);
        paintBox(&painter, rect(), {}, edge, 6);
    }

private:
    const Theme &m_theme;
    CardDrawing m_drawing;
};

class AppMark : public QWidget
{
public:
    explicit AppMark(const Theme &theme) : m_theme(theme) { setFixedSize(40, 40); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.drawPixmap(0, 0, m_theme.symbol(u"greenroom"_s, 40, {}, devicePixelRatioF()));
    }

private:
    const Theme &m_theme;
};

class KeyHint : public QWidget
{
public:
    KeyHint(const Theme &theme, const QString &key)
        : m_theme(theme)
        , m_key(key)
    {
        setFixedSize(keyWidth(theme, key), 18);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        paintKey(&painter, m_theme, rect(), m_key);
    }

private:
    const Theme &m_theme;
    QString m_key;
};

QString shortPath(const QString &path)
{
    const QString home = QDir::homePath();
    return path.startsWith(home + u'/') ? u'~' + path.mid(home.size()) : path;
}

// A ws:// or wss:// address, or the one inside a pasted curl command.
QString addressIn(const QString &text)
{
    static const QRegularExpression address(u"(wss?|https?)://[^\\s'\"]+"_s);
    QString found = address.match(text).captured();
    if (found.startsWith("http"_L1))
        found.replace(0, 4, u"ws"_s);
    return found;
}

} // namespace

HomePage::HomePage(Workspace &workspace, QWidget *parent)
    : Page(parent)
    , m_workspace(workspace)
{
    const Theme &theme = workspace.theme;
    auto *column = new QWidget;
    column->setMaximumWidth(columnWidth);
    auto *content = new QVBoxLayout(column);
    content->setContentsMargins(0, 40, 0, 24);
    content->setSpacing(0);
    content->addWidget(greeting());
    content->addSpacing(28);
    auto *cards = new QHBoxLayout;
    cards->setSpacing(24);
    for (QWidget *card : { demoCard(), projectCard(), clientCard() })
        cards->addWidget(card, 1);
    content->addLayout(cards);
    content->addSpacing(32);
    auto *lists = new QHBoxLayout;
    lists->setSpacing(24);
    m_recents = new ListCard(theme);
    m_runs = new ListCard(theme);
    m_recentList = list(tr("Recent"), {}, {}, m_recents);
    m_runList = list(tr("Runs from last time"), tr("History"), u"history"_s, m_runs);
    lists->addWidget(m_recentList, 1, Qt::AlignTop);
    lists->addWidget(m_runList, 1, Qt::AlignTop);
    content->addLayout(lists);
    content->addSpacing(36);
    content->addWidget(keys());
    content->addStretch();

    auto *middle = new QWidget;
    middle->setObjectName(u"homeGround"_s);
    auto *around = new QHBoxLayout(middle);
    around->setContentsMargins(24, 0, 24, 0);
    around->addStretch();
    around->addWidget(column, 1000);
    around->addStretch();
    auto *scroll = new QScrollArea;
    scroll->setWidget(middle);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setAccessibleName(tr("Home"));
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->viewport()->setAutoFillBackground(false);
    middle->setAutoFillBackground(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll);
    connect(&workspace.runs, &RunsModel::runsChanged, this, &HomePage::showRuns);
    connect(&workspace.actions, &Actions::placeRequested, this, &HomePage::showRecents);
    showRecents();
    showRuns();
}

// Cards of one size: their words take as many lines as the longest needs.
void HomePage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    const int card = (qMin(columnWidth, width() - 48) - 48) / 3 - 40;
    for (const QList<QLabel *> &row : { m_texts, m_feet }) {
        int high = 0;
        for (QLabel *label : row) {
            label->setMinimumHeight(0);   // a label's height for a width is never less
            high = qMax(high, label->heightForWidth(card));
        }
        for (QLabel *label : row)
            label->setFixedHeight(high);
    }
    m_address->setPlaceholderText(card < 260 ? tr("wss://…") : tr("wss://… or paste a curl"));
}

QWidget *HomePage::greeting()
{
    const Theme &theme = m_workspace.theme;
    auto *box = new QWidget;
    auto *layout = new QHBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    auto *words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(makeLabel(theme, Theme::TypeLevel::Greeting, Token::T1, tr("Good to see you.")));
    words->addWidget(makeLabel(theme, Theme::TypeLevel::Body, Token::T2, tr("Host it, test it and watch it, all on one time axis.")));
    layout->addWidget(new AppMark(theme));
    layout->addLayout(words);
    layout->addStretch();
    return box;
}

QWidget *HomePage::card(CardDrawing drawing, const QString &title, const QString &text, QWidget *act, const QString &foot)
{
    const Theme &theme = m_workspace.theme;
    auto *box = new Card(theme, drawing);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(20, wellHeight + 16, 20, 20);
    layout->setSpacing(0);
    layout->addWidget(makeLabel(theme, Theme::TypeLevel::FigureSmall, Token::T1, title));
    layout->addSpacing(4);
    QLabel *words = makeLabel(theme, Theme::TypeLevel::Body, Token::T2, u"<p style='line-height:20px'>%1</p>"_s.arg(text.toHtmlEscaped()));
    words->setTextFormat(Qt::RichText);
    words->setWordWrap(true);
    m_texts << words;
    words->setAlignment(Qt::AlignTop);
    layout->addWidget(words);
    layout->addSpacing(16);
    layout->addWidget(act);
    layout->addSpacing(12);
    QLabel *small = makeLabel(theme, Theme::TypeLevel::Note, Token::T3, foot);
    small->setWordWrap(true);
    small->setAlignment(Qt::AlignTop);
    m_feet << small;
    layout->addWidget(small);
    return box;
}

QWidget *HomePage::demoCard()
{
    auto *start = makeMainButton(m_workspace.theme, u"run-solid"_s, tr("Start"));
    start->setSize(Button::Size::Large);
    start->setAccessibleDescription(tr("Try the demo"));
    connect(start, &Button::clicked, this, [this] { m_workspace.actions.startDemo(); });
    return card(CardDrawing::Demo, tr("Try the demo"), tr("A small service and 20 tests run on this computer. One of them fails on purpose."),
                start, tr("Takes half a minute. Nothing to install."));
}

QWidget *HomePage::projectCard()
{
    auto *open = makeButton(m_workspace.theme, u"folder"_s, tr("Open…"));
    open->setSize(Button::Size::Large);
    open->setAccessibleDescription(tr("Open a project"));
    connect(open, &Button::clicked, this, [this] {
        const QString folder = QFileDialog::getExistingDirectory(this, tr("Open a project"));
        if (!folder.isEmpty())
            m_workspace.actions.openProject(folder);
    });
    return card(CardDrawing::Project, tr("Open a project"), tr("A folder with a serverless.yml. You can also drop it anywhere here."),
                open, tr("Opening runs nothing; functions start with the host."));
}

QWidget *HomePage::clientCard()
{
    auto *row = new QWidget;
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    auto *address = new QLineEdit;
    m_address = address;
    address->setPlaceholderText(tr("wss://… or paste a curl"));
    address->setAccessibleName(tr("Address"));
    address->setFont(m_workspace.theme.font(Theme::TypeLevel::Mono));
    address->setFixedHeight(36);
    address->addAction(m_workspace.theme.icon(u"connect"_s, Token::T3), QLineEdit::LeadingPosition);
    auto *connectTo = makeButton(m_workspace.theme, {}, tr("Connect"));
    connectTo->setSize(Button::Size::Large);
    const auto go = [this, address] { emit openRequested(u"client"_s, addressIn(address->text())); };
    connect(connectTo, &Button::clicked, this, go);
    connect(address, &QLineEdit::returnPressed, this, go);
    layout->addWidget(address, 1);
    layout->addWidget(connectTo);
    return card(CardDrawing::Client, tr("Connect to a WebSocket"), tr("Talk to a local or deployed service, and see every message."),
                row, tr("Any ws:// or wss:// address."));
}

QWidget *HomePage::list(const QString &title, const QString &link, const QString &place, ListCard *card)
{
    const Theme &theme = m_workspace.theme;
    auto *box = new QWidget;
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    auto *head = new QHBoxLayout;
    head->addWidget(makeLabel(theme, Theme::TypeLevel::BodyBold, Token::T1, title));
    head->addStretch();
    if (!link.isEmpty()) {
        auto *more = new Link(theme, link);
        connect(more, &Link::clicked, this, [this, place] { emit openRequested(place, {}); });
        head->addWidget(more);
    }
    layout->addLayout(head);
    layout->addWidget(card);
    return box;
}

QWidget *HomePage::keys()
{
    const Theme &theme = m_workspace.theme;
    auto *box = new QWidget;
    auto *layout = new QHBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addStretch();
    const QList<QPair<QString, QString>> hints { { u"Ctrl O"_s, tr("open") }, { u"Ctrl K"_s, tr("find any action") }, { u"F1"_s, tr("help") } };
    for (const auto &[key, words] : hints) {
        layout->addWidget(new KeyHint(theme, key));
        layout->addWidget(makeLabel(theme, Theme::TypeLevel::Note, Token::T3, words));
        layout->addSpacing(16);
    }
    layout->addWidget(makeLabel(theme, Theme::TypeLevel::Note, Token::T3, tr("Drop a file or folder anywhere in this window")));
    layout->addStretch();
    return box;
}

void HomePage::showRecents()
{
    m_recents->clear();
    const QList<Settings::Recent> recents = m_workspace.settings.recents();
    m_recentList->setVisible(!recents.isEmpty());
    for (const Settings::Recent &recent : recents.mid(0, listed)) {
        const bool address = recent.path.startsWith("ws://"_L1) || recent.path.startsWith("wss://"_L1);
        const bool suite = recent.path.endsWith(".greenroom.yaml"_L1);
        CardLine line;
        line.symbol = address ? (Inspector::isRemote(recent.path) ? u"cloud"_s : u"connect"_s) : suite ? u"suite"_s : u"folder"_s;
        line.name = recent.name;
        line.words = shortPath(recent.path);
        line.when = agoText(recent.at, QDateTime::currentMSecsSinceEpoch());
        connect(m_recents->add(line), &QAbstractButton::clicked, this, [this, address, path = recent.path] {
            if (address)
                emit openRequested(u"client"_s, path);
            else
                m_workspace.actions.openProject(path);
        });
    }
}

void HomePage::showRuns()
{
    m_runs->clear();
    const int rows = qMin(listed, m_workspace.runs.rowCount());
    m_runList->setVisible(rows > 0);
    for (int row = 0; row < rows; ++row) {
        const RunRecord &run = m_workspace.runs.record(row);
        const QString words = m_workspace.runs.index(row, RunsModel::Verdict).data().toString();
        CardLine line;
        line.state = verdictState(run);
        line.name = run.suiteName;
        line.words = words;
        line.when = agoText(run.startedAt, QDateTime::currentMSecsSinceEpoch());
        // Cut off by a crash: what was saved until then is offered.
        if (run.state == "recovered"_L1) {
            line.words = tr("%1 of %2 finished").arg(testsOf(run)).arg(qMax(run.total, testsOf(run)));
            line.action = tr("Recover");
        } else {
            line.strip = m_workspace.runs.strip(run.suite);
        }
        connect(m_runs->add(line), &QAbstractButton::clicked, this, [this, id = run.runId] { emit openRequested(u"runs"_s, id); });
    }
}

} // namespace greenroom
