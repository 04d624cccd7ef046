// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panes/comparepane.h"

#include "core/whenready.h"
#include "engine.h"
#include "models/runsmodel.h"
#include "widgets/pieces.h"
#include "words.h"
#include "workspace.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPainter>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int mostLines = 12;
constexpr int mostRanked = 5;

// One line: a mark, a name, words or a drawing at the right.
struct CompareLine
{
    QString state;
    QString name;
    QString words;
    QString strip;
    double before = -1;     // with now: two bars
    double now = -1;
    double most = 0;
};

class Lines : public QWidget
{
public:
    Lines(const Theme &theme, QList<CompareLine> lines)
        : m_theme(theme)
        , m_lines(std::move(lines))
    {
        setFixedHeight(int(m_lines.size()) * 24);
        QStringList words;
        for (const CompareLine &line : m_lines)
            words << line.name + u", "_s + line.words;
        setAccessibleName(words.join(u"; "_s));
        QObject::connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        for (int i = 0; i < m_lines.size(); ++i)
            paintLine(painter, QRect(0, i * 24, width(), 24), m_lines[i]);
    }

private:
    void paintLine(QPainter &painter, const QRect &row, const CompareLine &line) const
    {
        int left = 0;
        if (!line.state.isEmpty()) {
            paintMark(&painter, m_theme, QRect(0, row.y(), 16, row.height()), line.state);
            left = 24;
        }
        painter.setFont(m_theme.font(Theme::TypeLevel::Body));
        const int room = qMin(painter.fontMetrics().horizontalAdvance(line.words), row.width() * 6 / 10);
        int right = row.width();
        if (!line.words.isEmpty()) {
            painter.setPen(m_theme.color(Token::T2));
            painter.drawText(QRect(right - room, row.y(), room + 1, row.height()), Qt::AlignVCenter | Qt::TextSingleLine,
                             painter.fontMetrics().elidedText(line.words, Qt::ElideRight, room + 1));
            right -= room + 12;
        }
        if (line.now >= 0 && line.most > 0) {
            const auto wide = [&line](double ms) { return qMax(2, int(84 * ms / line.most)); };
            painter.fillRect(right - 84, row.y() + 7, wide(line.before), 4, m_theme.color(Token::BarQueued));
            painter.fillRect(right - 84, row.y() + 12, wide(line.now), 4, m_theme.color(Token::BarFlaky));
            right -= 96;
        }
        if (!line.strip.isEmpty()) {
            paintStrip(&painter, m_theme, QRect(right - stripWidth, row.y(), stripWidth, row.height()), line.strip);
            right -= stripWidth + 12;
        }
        painter.setPen(m_theme.color(Token::T1));
        painter.drawText(QRect(left, row.y(), right - left, row.height()), Qt::AlignVCenter | Qt::TextSingleLine,
                         painter.fontMetrics().elidedText(line.name, Qt::ElideRight, qMax(0, right - left)));
    }

    const Theme &m_theme;
    QList<CompareLine> m_lines;
};

} // namespace

ComparePane::ComparePane(Workspace &workspace, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_stack(new QStackedWidget)
{
    const Theme &theme = workspace.theme;
    setMinimumWidth(320);
    m_title = makeLabel(theme, Theme::TypeLevel::BodyBold, Token::T1);
    m_open = makeButton(theme, {}, tr("Open run"));
    m_open->setSize(Button::Size::Small);
    m_copy = makeButton(theme, u"copy"_s, tr("Copy"));
    m_copy->setSize(Button::Size::Small);
    connect(m_open, &Button::clicked, this, [this] { emit openRequested(m_now); });
    connect(m_copy, &Button::clicked, this, [this] { QGuiApplication::clipboard()->setText(text()); });
    auto *head = new QHBoxLayout;
    head->setContentsMargins(16, 0, 16, 0);
    head->setSpacing(8);
    head->addStrut(39);
    head->addWidget(m_title, 1);
    head->addWidget(m_copy);
    head->addWidget(m_open);
    auto *inner = new Ground(theme, Token::BgStage);
    m_sections = new QVBoxLayout(inner);
    m_sections->setContentsMargins(0, 0, 0, 16);
    m_sections->setSpacing(0);
    auto *scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(inner);
    scroll->setAccessibleName(tr("Comparison"));
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(makeLine(theme, Qt::Horizontal));
    layout->addWidget(scroll, 1);
    m_stack->addWidget(new EmptyState(theme, u"compare"_s, tr("Choose a run."), tr("It is compared with the one before; tick two to compare those.")));
    m_stack->addWidget(page);
    auto *around = new QVBoxLayout(this);
    around->setContentsMargins(0, 0, 0, 0);
    around->addWidget(m_stack);
}

void ComparePane::showNothing()
{
    m_now.clear();
    m_before.clear();
    m_stack->setCurrentIndex(0);
}

void ComparePane::compare(const QString &before, const QString &now)
{
    if (m_before == before && m_now == now)
        return;
    m_before = before;
    m_now = now;
    const RunRecord *earlier = m_workspace.runs.find(before);
    const RunRecord *later = m_workspace.runs.find(now);
    if (!later)
        return showNothing();
    m_title->setText(earlier ? tr("Run %1 against %2").arg(later->number).arg(earlier->number) : tr("Run %1").arg(later->number));
    m_stack->setCurrentIndex(1);
    clear();
    // Whatever was asked for last is shown; answers to older questions come too late.
    const auto stillWanted = [this, before, now] { return m_before == before && m_now == now; };
    const auto take = [this, stillWanted](const QList<Event> &was, const QList<Event> &is) {
        if (stillWanted())
            show(resultsOf(was), resultsOf(is));
    };
    whenReady(m_workspace.engine.eventsOfRun(now), this, [this, before, take](const QList<Event> &is) {
        if (before.isEmpty())
            return take({}, is);
        whenReady(m_workspace.engine.eventsOfRun(before), this, [take, is](const QList<Event> &was) { take(was, is); });
    });
    whenReady(m_workspace.engine.historyOfTests(later->suite), this, [this, stillWanted](const QHash<QString, QString> &history) {
        if (stillWanted())
            showHistory(history);
    });
}

void ComparePane::clear()
{
    while (QLayoutItem *item = m_sections->takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

void ComparePane::addSection(const QString &title, const QString &note, const QList<TestResult> &tests, bool always)
{
    if (tests.isEmpty() && !always)
        return;
    QList<CompareLine> lines;
    for (const TestResult &test : tests.mid(0, mostLines))
        lines << CompareLine { test.state.isEmpty() ? u"queued"_s : test.state, test.name, test.reason, {}, -1, -1, 0 };
    const Theme &theme = m_workspace.theme;
    auto *box = new QWidget;
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(16, 10, 16, 10);
    layout->setSpacing(2);
    auto *head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(makeLabel(theme, Theme::TypeLevel::BodyBold, Token::T1, title));
    head->addWidget(makeLabel(theme, Theme::TypeLevel::Small, Token::T3, note));
    head->addStretch();
    layout->addLayout(head);
    layout->addWidget(new Lines(theme, lines));
    if (tests.size() > mostLines)
        layout->addWidget(makeLabel(theme, Theme::TypeLevel::Body, Token::T3, tr("and %1 more").arg(tests.size() - mostLines)));
    m_sections->addWidget(box);
    m_sections->addWidget(makeLine(theme, Qt::Horizontal));
}

void ComparePane::show(const QList<TestResult> &before, const QList<TestResult> &now)
{
    clear();
    const Theme &theme = m_workspace.theme;
    m_results = now;
    m_comparison = m_before.isEmpty() ? RunComparison() : compareRuns(before, now);
    const RunComparison &c = m_comparison;
    if (m_before.isEmpty()) {
        QList<TestResult> problems;
        for (const TestResult &test : now) {
            if (test.isProblem())
                problems << test;
        }
        addSection(tr("Problems"), countText(problems.size()), problems, true);
    } else {
        addSection(tr("New failures"), countText(c.newFailures.size()), c.newFailures, true);
        auto *counts = makeLabel(theme, Theme::TypeLevel::Body, Token::T2,
                                 tr("Fixed <b>%1</b> &nbsp; Still failing <b>%2</b> &nbsp; Gone <b>%3</b>").arg(c.fixed.size()).arg(c.stillFailing.size()).arg(c.gone.size()));
        counts->setContentsMargins(16, 8, 16, 8);
        m_sections->addWidget(counts);
        m_sections->addWidget(makeLine(theme, Qt::Horizontal));
        addSection(tr("Fixed"), countText(c.fixed.size()), c.fixed);
        addSection(tr("Still failing"), countText(c.stillFailing.size()), c.stillFailing);
        if (!c.slower.isEmpty()) {
            QList<CompareLine> lines;
            for (const RunComparison::Slower &test : c.slower.mid(0, mostLines))
                lines << CompareLine { {}, test.now.name, tr("%1 → %2").arg(durationText(test.before), durationText(test.now.durationMs)), {}, test.before, test.now.durationMs, c.slower.first().now.durationMs };
            for (CompareLine &line : lines)
                line.most = std::max_element(lines.begin(), lines.end(), [](const auto &a, const auto &b) { return a.now < b.now; })->now;
            addSection(tr("Slower than 20 %"), countText(c.slower.size()), {}, true);
            static_cast<QVBoxLayout *>(m_sections->itemAt(m_sections->count() - 2)->widget()->layout())->addWidget(new Lines(theme, lines));
        }
        addSection(tr("Added"), countText(c.added.size()), c.added);
        addSection(tr("Gone"), countText(c.gone.size()), c.gone);
    }
    QList<TestResult> slowest = now;
    std::stable_sort(slowest.begin(), slowest.end(), [](const TestResult &a, const TestResult &b) { return a.durationMs > b.durationMs; });
    QList<CompareLine> lines;
    for (const TestResult &test : slowest.mid(0, mostRanked))
        lines << CompareLine { {}, test.name, durationText(test.durationMs), {}, -1, -1, 0 };
    addSection(tr("Slowest"), tr("in this run"), {}, true);
    static_cast<QVBoxLayout *>(m_sections->itemAt(m_sections->count() - 2)->widget()->layout())->addWidget(new Lines(theme, lines));
    m_sections->addStretch();
    emit compared();
}

void ComparePane::showHistory(const QHash<QString, QString> &history)
{
    if (m_results.isEmpty())
        return;
    QList<std::pair<qsizetype, const TestResult *>> flaky;
    for (const TestResult &test : std::as_const(m_results)) {
        if (const qsizetype times = history.value(test.testId).count(u'~'); times > 0)
            flaky << std::pair { times, &test };
    }
    std::stable_sort(flaky.begin(), flaky.end(), [](const auto &a, const auto &b) { return a.first > b.first; });
    QList<CompareLine> lines;
    for (const auto &[times, test] : flaky.mid(0, mostRanked))
        lines << CompareLine { {}, test->name, {}, history.value(test->testId), -1, -1, 0 };
    if (lines.isEmpty())
        return;
    const int end = m_sections->count() - 1;   // before the stretch
    addSection(tr("Most flaky"), tr("last 30 runs"), {}, true);
    static_cast<QVBoxLayout *>(m_sections->itemAt(m_sections->count() - 2)->widget()->layout())->addWidget(new Lines(m_workspace.theme, lines));
    m_sections->addItem(m_sections->takeAt(end));
}

QString ComparePane::text() const
{
    QStringList lines { m_title->text() };
    const auto add = [&lines](const QString &title, const QList<TestResult> &tests) {
        if (!tests.isEmpty())
            lines << title + u":"_s;
        for (const TestResult &test : tests)
            lines << u"- "_s + test.name + (test.reason.isEmpty() ? QString() : u": "_s + test.reason);
    };
    add(tr("New failures"), m_comparison.newFailures);
    add(tr("Fixed"), m_comparison.fixed);
    add(tr("Still failing"), m_comparison.stillFailing);
    for (const RunComparison::Slower &test : m_comparison.slower)
        lines << tr("- slower: %1, %2 → %3").arg(test.now.name, durationText(test.before), durationText(test.now.durationMs));
    add(tr("Added"), m_comparison.added);
    add(tr("Gone"), m_comparison.gone);
    return lines.join(u'\n');
}

} // namespace greenroom
