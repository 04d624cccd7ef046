// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panes/drawer.h"

#include "models/framesmodel.h"
#include "models/logmodel.h"
#include "models/noticesmodel.h"
#include "panes/logpane.h"
#include "panes/problemspane.h"
#include "panes/timelinepane.h"
#include "selection.h"
#include "settings.h"
#include "widgets/framesview.h"
#include "widgets/pieces.h"
#include "widgets/segments.h"
#include "widgets/tabline.h"
#include "words.h"
#include "workspace.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QSplitter>
#include <QStackedWidget>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int leastHeight = 120;
constexpr int countsMs = 250;

// Rows of the chosen time; facts come in the order of time.
template <class Model>
qint64 countIn(const Model &model, const TimeRange &range)
{
    if (!range.isValid())
        return model.rowCount() + model.forgotten();
    qint64 count = 0;
    for (int row = model.rowCount() - 1; row >= 0 && model.row(row).at >= range.from; --row)
        count += model.row(row).at <= range.to;
    return count;
}

} // namespace

// "10:02:13.700 – 10:02:15.800 ×": a click gives the time free.
class Drawer::TimeChip : public QAbstractButton
{
public:
    explicit TimeChip(Workspace &workspace)
        : m_workspace(workspace)
    {
        setFixedHeight(20);
        setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
        setCursor(Qt::PointingHandCursor);
        setToolTip(Drawer::tr("Show all times again"));
        connect(this, &QAbstractButton::clicked, this, [this] { m_workspace.selection.releaseRange(); });
        connect(&workspace.selection, &Selection::rangeChanged, this, &TimeChip::showRange);
        connect(&workspace.theme, &Theme::changed, this, qOverload<>(&QWidget::update));
        showRange();
    }

    QSize sizeHint() const override
    {
        return { 24 + numberWidth(QFontMetrics(m_workspace.theme.font(Theme::TypeLevel::Small)), text()) + 24, 20 };
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        const Theme &theme = m_workspace.theme;
        QPainter painter(this);
        paintBox(&painter, rect(), theme.color(Token::FocusSoft), theme.color(Token::Focus), 4);
        paintSymbol(&painter, theme, QRect(7, 0, 12, 20), u"clock"_s, Token::T1, 12);
        painter.setFont(theme.font(Theme::TypeLevel::Small));
        painter.setPen(theme.color(Token::T1));
        paintNumber(&painter, QRect(23, 0, width() - 44, 20), text(), Qt::AlignLeft | Qt::AlignVCenter);
        paintSymbol(&painter, theme, QRect(width() - 19, 0, 12, 20), u"close"_s, Token::T1, 12);
        if (hasFocus())
            paintBox(&painter, rect().adjusted(1, 1, -1, -1), {}, theme.color(Token::Focus), 3);
    }

private:
    void showRange()
    {
        setText(m_workspace.selection.rangeText());
        setAccessibleName(Drawer::tr("Shown time %1: show all").arg(text()));
        setVisible(!text().isEmpty());
        updateGeometry();
    }

    Workspace &m_workspace;
};

Drawer::Drawer(Workspace &workspace, const QString &place, const QStringList &order, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_place(place)
    , m_tabs(new TabLine(workspace.theme))
    , m_stack(new QStackedWidget)
    , m_timeline(new TimelinePane(workspace))
    , m_chip(new TimeChip(workspace))
{
    setObjectName(u"drawer"_s);
    struct Tab { const char *id; const char *symbol; QString title; };
    const Tab kinds[] = { { "timeline", "timeline", tr("Timeline") }, { "log", "log", tr("Log") },
                          { "frames", "message", tr("Frames") }, { "problems", "problems", tr("Problems") } };
    for (const QString &id : order) {
        const Tab &tab = *std::find_if(std::begin(kinds), std::end(kinds), [&id](const Tab &kind) { return id == QLatin1StringView(kind.id); });
        m_tabs->add(id, tab.title);
        m_tabs->setSymbol(id, QLatin1StringView(tab.symbol));
    }
    m_zoom = makeZoom();
    m_fold = new Button(workspace.theme, Button::Kind::Flat, u"chevron-down"_s, {});
    m_fold->setSize(Button::Size::Small);
    m_fold->setAccessibleName(tr("Fold the drawer"));
    m_fold->setToolTip(tr("Fold or open the drawer (Ctrl+J)"));
    connect(m_fold, &QPushButton::clicked, this, [this] { setFolded(!m_folded); });
    for (QWidget *widget : { static_cast<QWidget *>(m_chip), m_zoom, static_cast<QWidget *>(m_fold) })
        m_tabs->addToRight(widget);
    m_stack->addWidget(m_timeline);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_tabs);
    layout->addWidget(m_stack, 1);
    connect(m_tabs, &TabLine::currentChanged, this, [this] {
        setFolded(false);
        showCurrent();
    });
    connect(m_timeline, &TimelinePane::chosen, this, &Drawer::testChosen);
    m_counts.setInterval(countsMs);
    m_counts.setSingleShot(true);
    connect(&m_counts, &QTimer::timeout, this, &Drawer::showCounts);
    const auto soon = [this] {
        if (!m_counts.isActive())
            m_counts.start();
    };
    for (const QAbstractItemModel *model : { static_cast<const QAbstractItemModel *>(&workspace.log), static_cast<const QAbstractItemModel *>(&workspace.frames),
                                            static_cast<const QAbstractItemModel *>(&workspace.notices) })
        connect(model, &QAbstractItemModel::rowsInserted, this, soon);
    connect(&workspace.selection, &Selection::rangeChanged, this, soon);
    const int remembered = workspace.settings.text(u"drawer/"_s + place).toInt();
    if (remembered >= leastHeight)
        m_height = remembered;
    showCounts();
    showCurrent();
    applyHeight();
}

Drawer::~Drawer()
{
    m_workspace.settings.setText(u"drawer/"_s + m_place, QString::number(m_height));
}

QWidget *Drawer::makeZoom()
{
    auto *zoom = new Segments(m_workspace.theme, Segments::Choice::Any);
    zoom->setSmall(true);
    struct Step { const char *id; QString text; QString name; };
    const Step steps[] = { { "out", u"−"_s, tr("Zoom out") }, { "fit", tr("Fit"), tr("Show the whole run") }, { "in", u"+"_s, tr("Zoom in") } };
    for (const Step &step : steps) {
        QAbstractButton *button = zoom->add(QLatin1StringView(step.id), step.text);
        button->setCheckable(false);
        button->setAccessibleName(step.name);
        button->setToolTip(step.name);
        const QString id = QLatin1StringView(step.id);
        connect(button, &QAbstractButton::clicked, this, [this, id] {
            if (id == "fit"_L1)
                m_timeline->view().fit();
            else
                m_timeline->view().zoom(id == "in"_L1 ? 1.5 : 1 / 1.5);
        });
    }
    return zoom;
}

void Drawer::showTab(const QString &id)
{
    m_tabs->setCurrent(id);
    setFolded(false);
    showCurrent();
}

// Lists that nobody has looked at cost nothing.
void Drawer::showCurrent()
{
    const QString id = m_tabs->current();
    QWidget *page = m_timeline;
    if (id == "log"_L1) {
        if (!m_log)
            m_stack->addWidget(m_log = new LogPane(m_workspace));
        page = m_log;
    } else if (id == "frames"_L1) {
        if (!m_frames) {
            auto *frames = new FramesView(m_workspace);
            const auto showRange = [this, frames] { frames->list().setRange(m_workspace.selection.range()); };
            connect(&m_workspace.selection, &Selection::rangeChanged, frames, showRange);
            showRange();
            m_stack->addWidget(m_frames = frames);
        }
        page = m_frames;
    } else if (id == "problems"_L1) {
        if (!m_problems)
            m_stack->addWidget(m_problems = new ProblemsPane(m_workspace));
        page = m_problems;
    }
    m_stack->setCurrentWidget(page);
    m_zoom->setVisible(page == m_timeline);
}

void Drawer::showCounts()
{
    const TimeRange &range = m_workspace.selection.range();
    m_tabs->setCount(u"log"_s, countText(countIn(m_workspace.log, range)));
    m_tabs->setCount(u"frames"_s, countText(countIn(m_workspace.frames, range)));
    const int problems = m_workspace.notices.problemCount();
    m_tabs->setCount(u"problems"_s, problems > 0 ? QString::number(problems) : QString());
    m_tabs->setBad(u"problems"_s, problems > 0);
}

void Drawer::setFolded(bool folded)
{
    if (m_folded == folded)
        return;
    if (folded && height() > leastHeight)
        m_height = height();
    m_folded = folded;
    m_fold->setSymbol(folded ? u"chevron-right"_s : u"chevron-down"_s);
    m_fold->setAccessibleName(folded ? tr("Open the drawer") : tr("Fold the drawer"));
    applyHeight();
}

void Drawer::reset()
{
    setFolded(false);
    m_height = firstHeight;
    applyHeight();
}

void Drawer::applyHeight()
{
    const int wanted = m_height;   // the steps in between are nobody's choice
    m_stack->setVisible(!m_folded);
    setMinimumHeight(m_folded ? tabsHeight : leastHeight);
    setMaximumHeight(m_folded ? tabsHeight : QWIDGETSIZE_MAX);
    auto *splitter = qobject_cast<QSplitter *>(parentWidget());
    if (!splitter || m_folded)
        return;
    QList<int> sizes = splitter->sizes();
    const int whole = sizes.value(0) + sizes.value(1);
    splitter->setSizes({ qMax(whole - wanted, 60), wanted });
    m_height = wanted;
}

void Drawer::resizeEvent(QResizeEvent *)
{
    if (!m_folded && isVisible() && height() >= leastHeight)
        m_height = height();
}

void Drawer::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_workspace.theme.color(Token::BgPanel));
}

} // namespace greenroom
