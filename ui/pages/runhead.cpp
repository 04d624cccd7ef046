// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/runhead.h"

#include "actions.h"
#include "engine.h"
#include "models/runmodel.h"
#include "widgets/marklabel.h"
#include "widgets/pieces.h"
#include "words.h"
#include "workspace.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

// The order of the bar, the counts and everything else that lists states.
struct StateWord
{
    const char *state;
    const char *word;
    bool always;
};
constexpr StateWord stateWords[] = {
    { "passed", QT_TRANSLATE_NOOP("Count", "passed"), true },     { "failed", QT_TRANSLATE_NOOP("Count", "failed"), true },
    { "flaky", QT_TRANSLATE_NOOP("Count", "flaky"), false },      { "error", QT_TRANSLATE_NOOP("Count", "not judged"), false },
    { "timedOut", QT_TRANSLATE_NOOP("Count", "timed out"), false }, { "known", QT_TRANSLATE_NOOP("Count", "known"), false },
    { "skipped", QT_TRANSLATE_NOOP("Count", "skipped"), false },  { "stopped", QT_TRANSLATE_NOOP("Count", "stopped"), false },
    { "running", QT_TRANSLATE_NOOP("Count", "running"), false },  { "queued", QT_TRANSLATE_NOOP("Count", "waiting"), false },
};
constexpr const char *barOrder[] = { "passed", "flaky", "known", "failed", "error", "timedOut", "skipped", "stopped", "running" };

constexpr int dotsWidth = 26;
constexpr int clockMark = 14;

// The bar: as wide a part as tests in that state; dots after it while more are being found.
class RunProgress : public QWidget
{
public:
    explicit RunProgress(Workspace &workspace)
        : m_workspace(workspace)
    {
        setFixedHeight(8);
        setAccessibleName(RunHead::tr("Progress of the run"));
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const Theme &theme = m_workspace.theme;
        const RunSummary &summary = m_workspace.run.summary();
        QList<Share> shares;
        for (const char *state : barOrder) {
            const QString name = QLatin1StringView(state);
            if (summary.counts.value(name) > 0)
                shares.append({ double(summary.counts.value(name)), theme.barColor(name), name == "running"_L1 });
        }
        const int room = summary.growing ? dotsWidth + 3 : 0;
        paintProgress(&painter, theme, rect().adjusted(0, 0, -room, 0), shares, std::max(1, summary.total), theme.color(Token::BarQueued));
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.color(Token::StQueued));
        for (int i = 0; summary.growing && i < 4; ++i)
            painter.drawEllipse(QPointF(width() - dotsWidth + 4 + i * 7, 4), 1.5, 1.5);
    }

private:
    Workspace &m_workspace;
};

} // namespace

// The counts in the bar's order, each with its mark: the same numbers in words.
class RunCounts : public QWidget
{
public:
    explicit RunCounts(Workspace &workspace)
        : m_workspace(workspace)
    {
        setFixedHeight(20);
        setAccessibleName(RunHead::tr("Counts of the run"));
    }

    QSize sizeHint() const override { return { lay(nullptr), 20 }; }
    QSize minimumSizeHint() const override { return sizeHint(); }
    QHash<QString, int> shown() const
    {
        QHash<QString, int> counts;
        for (const StateWord &word : stateWords) {
            const int count = m_workspace.run.summary().counts.value(QLatin1StringView(word.state));
            if (count > 0 || word.always)
                counts.insert(QLatin1StringView(word.state), count);
        }
        return counts;
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        lay(&painter);
    }

private:
    int lay(QPainter *painter) const
    {
        const Theme &theme = m_workspace.theme;
        QFont bold = theme.font(Theme::TypeLevel::BodyBold);
        bold.setPixelSize(14);
        const QFont body = theme.font(Theme::TypeLevel::Body);
        int x = 0;
        for (const StateWord &word : stateWords) {
            const QString state = QLatin1StringView(word.state);
            const int count = m_workspace.run.summary().counts.value(state);
            if (count == 0 && !word.always)
                continue;
            const QString number = countText(count);
            const QString text = QCoreApplication::translate("Count", word.word);
            const int wide = numberWidth(QFontMetrics(bold), number);
            const int words = QFontMetrics(body).horizontalAdvance(text);
            if (painter) {
                paintMark(painter, theme, QRect(x, 0, 16, height()), state);
                painter->setFont(bold);
                painter->setPen(theme.color(Token::T1));
                paintNumber(painter, QRect(x + 21, 0, wide + 1, height()), number, Qt::AlignLeft | Qt::AlignVCenter);
                painter->setFont(body);
                painter->setPen(theme.color(Token::T2));
                painter->drawText(QRect(x + 26 + wide, 0, words + 1, height()), Qt::AlignVCenter, text);
            }
            x += 26 + wide + words + 18;
        }
        return x;
    }

    Workspace &m_workspace;
};

RunHead::RunHead(Workspace &workspace, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
{
    const Theme &theme = workspace.theme;
    m_title = makeLabel(theme, Theme::TypeLevel::Title, Token::T1);
    m_suite = makeLabel(theme, Theme::TypeLevel::Body, Token::T2);
    QFont larger = m_suite->font();
    larger.setPixelSize(14);
    m_suite->setFont(larger);
    m_state = new Chip(theme);
    m_profile = new Chip(theme);
    m_workers = new Chip(theme);
    m_guest = makeLabel(theme, Theme::TypeLevel::Body, Token::T2);
    m_progress = new RunProgress(workspace);
    m_counts = new RunCounts(workspace);
    m_done = makeLabel(theme, Theme::TypeLevel::BodyBold, Token::T1);
    QFont bold = m_done->font();
    bold.setPixelSize(14);
    m_done->setFont(bold);
    m_finding = makeLabel(theme, Theme::TypeLevel::Body, Token::T2);
    m_verdict = makeLabel(theme, Theme::TypeLevel::BodyMedium, Token::T1);
    m_verdict->setTextFormat(Qt::PlainText);
    m_verdict->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_verdict->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    auto *clock = new MarkLabel(theme, clockMark);
    clock->setSymbol(u"clock"_s, Token::T2);
    m_clock = clock;
    m_time = makeLabel(theme, Theme::TypeLevel::Body, Token::T2);
    m_left = makeLabel(theme, Theme::TypeLevel::Body, Token::T2);
    m_fix = makeButton(theme, u"wand"_s, tr("Fix it for me"));
    m_fix->setToolTip(tr("Demo only: switches the faulty handler to its right version and runs the failed check again."));
    connect(m_fix, &QPushButton::clicked, this, [this] {
        m_workspace.engine.fixDemo();
        m_workspace.actions.rerunFailed();
    });
    m_pause = makeButton(theme, u"pause"_s, tr("Pause"));
    m_pause->setToolTip(tr("No new check begins until it goes on; what runs comes to its end."));
    connect(m_pause, &QPushButton::clicked, this, [this] { m_workspace.actions.pauseRun(); });
    auto *first = new QHBoxLayout;
    first->setSpacing(8);
    first->addWidget(m_title);
    first->addSpacing(4);
    first->addWidget(m_suite);
    first->addSpacing(4);
    for (Chip *chip : { m_state, m_profile, m_workers })
        first->addWidget(chip);
    first->addStretch();
    first->addWidget(m_guest);
    first->addWidget(m_fix);
    first->addWidget(m_pause);
    first->addWidget(makeExport());
    auto *second = new QHBoxLayout;
    second->setSpacing(12);
    second->addWidget(m_progress, 1);
    second->addWidget(m_done);
    auto *third = new QHBoxLayout;
    third->setSpacing(8);
    third->addWidget(m_counts);
    third->addWidget(m_verdict, 1);
    third->addWidget(m_finding);
    third->addSpacing(8);
    third->addWidget(m_clock);
    third->addWidget(m_time);
    third->addSpacing(8);
    third->addWidget(m_left);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->setSpacing(8);
    layout->addLayout(first);
    layout->addLayout(second);
    layout->addLayout(third);
    connect(&workspace.run, &RunModel::summaryChanged, this, &RunHead::showSummary);
    connect(&workspace.run, &RunModel::runChanged, this, &RunHead::showSummary);
    showSummary();
}

QWidget *RunHead::makeExport()
{
    m_export = makeButton(m_workspace.theme, u"export"_s, tr("Export"));
    auto *menu = new QMenu(m_export);
    struct Format { const char *name; const char *suffix; const char *title; };
    static constexpr Format formats[] = { { "html", "html", QT_TR_NOOP("HTML, one file") }, { "junit", "xml", QT_TR_NOOP("JUnit XML") }, { "json", "json", QT_TR_NOOP("JSON") } };
    for (const Format &format : formats) {
        menu->addAction(tr(format.title), this, [this, format] {
            m_workspace.actions.exportRun(this, QLatin1StringView(format.name), QLatin1StringView(format.suffix));
        });
    }
    m_export->setMenu(menu);
    return m_export;
}

QHash<QString, int> RunHead::shownCounts() const
{
    return m_counts->shown();
}

QString RunHead::shownTotal() const
{
    return m_done->text();
}

void RunHead::showSummary()
{
    const RunSummary &summary = m_workspace.run.summary();
    m_title->setText(tr("Run %1").arg(summary.run.number));
    m_suite->setText(summary.run.suiteName);
    const bool stopping = summary.state == "stopping"_L1;
    if (summary.isPaused())
        m_state->setLook({ tr("Paused"), {}, u"pause"_s, false });
    else
        m_state->setLook({ stopping ? tr("Stopping") : Theme::stateWord(summary.state), stopping ? u"running"_s : summary.state, {}, false });
    m_pause->setVisible(summary.isRunning());
    m_pause->setEnabled(!stopping);
    m_pause->setSymbol(summary.isPaused() ? u"run"_s : u"pause"_s);
    m_pause->setText(summary.isPaused() ? tr("Go on") : tr("Pause"));
    m_pause->setAccessibleName(m_pause->text());
    m_profile->setLook({ summary.run.profile.isEmpty() ? tr("local") : summary.run.profile, {}, u"local"_s, false });
    m_workers->setLook({ summary.run.workers == 1 ? tr("1 worker") : tr("%1 workers").arg(summary.run.workers), {}, u"worker"_s, false });
    const bool guest = summary.run.startedBy == "guest"_L1 || summary.run.startedBy == "route"_L1;
    m_guest->setText(guest ? summary.isRunning() ? tr("a guest is watching") : tr("started by a guest") : QString());
    m_done->setText(tr("%1 of %2%3").arg(summary.done()).arg(summary.total).arg(summary.growing ? u"+"_s : QString()));
    m_verdict->setText(summary.isRunning() ? QString() : summary.sentence);
    m_verdict->setToolTip(m_verdict->text());
    m_fix->setVisible(!summary.isRunning() && summary.problems() > 0 && summary.run.file.startsWith(":/demo/"_L1));
    m_counts->updateGeometry();
    m_counts->update();
    m_progress->update();
    showTime();
    fit();
}

void RunHead::showTime()
{
    const RunSummary &summary = m_workspace.run.summary();
    const qint64 end = summary.finishedAt > 0 ? summary.finishedAt : QDateTime::currentMSecsSinceEpoch();
    const qint64 elapsed = qMax<qint64>(0, end - summary.startedAt);
    m_time->setText(summary.isRunning() ? u"%1:%2"_s.arg(elapsed / 60000).arg(elapsed / 1000 % 60, 2, 10, QLatin1Char('0')) : durationText(double(elapsed)));
    m_finding->setText(summary.growing ? tr("still finding checks") : QString());
    const bool known = summary.isRunning() && !summary.isPaused() && summary.leftMs >= 0;
    m_left->setText(known ? tr("about %1 s left").arg(qMax(1, qRound(summary.leftMs / 1000))) : QString());
}

// Narrow: workers and guests go first, then words; the counts never.
void RunHead::fit()
{
    const bool wide = width() >= 1000;
    m_workers->setVisible(wide);
    m_guest->setVisible(wide && !m_guest->text().isEmpty());
    m_finding->setVisible(wide && !m_finding->text().isEmpty());
    m_left->setVisible(!m_left->text().isEmpty());
    m_export->setShowsText(wide);
}

void RunHead::resizeEvent(QResizeEvent *)
{
    fit();
}

} // namespace greenroom
