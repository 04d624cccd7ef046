// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/framesview.h"

#include "delegates/framedelegate.h"
#include "widgets/elided.h"
#include "widgets/filterline.h"
#include "widgets/pieces.h"
#include "widgets/segments.h"
#include "words.h"
#include "workspace.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QScrollBar>
#include <QScopedValueRollback>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

enum { Empty, Filtered, Searching, Table };

// "842 new", blue and round, over the list's lower right.
class Pill : public Button
{
public:
    Pill(const Theme &theme, QWidget *parent)
        : Button(theme, Kind::Framed, u"arrow-down"_s, {}, parent)
        , m_theme(theme)
    {
        setCursor(Qt::PointingHandCursor);
        setFocusPolicy(Qt::NoFocus);
    }

    QSize sizeHint() const override
    {
        return { QFontMetrics(m_theme.font(Theme::TypeLevel::BodyBold)).horizontalAdvance(text()) + 46, 24 };
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const QColor fill = m_theme.color(Token::Focus);
        const QColor ink = m_theme.color(m_theme.isDark() ? Token::BgChrome : Token::TOn);
        paintBox(&painter, rect(), fill, fill, 12);
        painter.drawPixmap(12, 5, m_theme.symbol(u"arrow-down"_s, 14, ink, devicePixelRatioF()));
        painter.setFont(m_theme.font(Theme::TypeLevel::BodyBold));
        painter.setPen(ink);
        painter.drawText(rect().adjusted(32, 0, -8, 0), Qt::AlignVCenter | Qt::TextSingleLine, text());
    }

private:
    const Theme &m_theme;
};

} // namespace

FramesView::FramesView(Workspace &workspace, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_list(new FrameList(workspace.frames, this))
    , m_table(new QTableView)
    , m_stack(new QStackedWidget)
{
    const Theme &theme = workspace.theme;
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_tools = makeTools();
    m_line = makeLine(theme, Qt::Horizontal);
    layout->addWidget(m_tools);
    layout->addWidget(m_line);
    m_stack->addWidget(new EmptyState(theme, u"message"_s, tr("No message yet."), tr("What is sent and received appears here as it happens.")));
    auto *none = new EmptyState(theme, u"filter"_s, tr("No message matches the filter."), tr("It holds for what arrives, too."));
    connect(none->addButton({}, tr("Clear filter")), &QPushButton::clicked, this, [this] {
        m_filter->clear();
        for (const char *direction : { "out", "in", "control" })
            m_directions->setChosen(QLatin1StringView(direction));
        applyFilter();
    });
    m_stack->addWidget(none);
    m_stack->addWidget(new EmptyState(theme, u"search"_s, tr("Searching…"), {}));
    m_stack->addWidget(makeTable());
    layout->addWidget(m_stack, 1);
    connect(m_list, &QAbstractItemModel::rowsInserted, this, [this](const QModelIndex &, int first, int last) { onRowsInserted(first, last); });
    connect(m_list, &QAbstractItemModel::rowsRemoved, this, &FramesView::showCount);
    connect(m_list, &QAbstractItemModel::modelReset, this, &FramesView::keepCurrent);
    connect(m_list, &FrameList::prepended, this, &FramesView::onPrepended);
    connect(m_list, &FrameList::searched, this, &FramesView::showCount);
    connect(&workspace.frames, &QAbstractItemModel::rowsInserted, this, &FramesView::showCount);
    connect(&theme, &Theme::changed, this, &FramesView::showCount);
    showCount();
}

QWidget *FramesView::makeTools()
{
    const Theme &theme = m_workspace.theme;
    auto *box = new QWidget;
    auto *tools = new QHBoxLayout(box);
    tools->setContentsMargins(16, 6, 16, 5);
    tools->setSpacing(8);
    m_filter = new FilterLine(theme, m_workspace.frames.filterFields());
    m_filter->setAccessibleName(tr("Filter messages"));
    m_filter->setPlaceholderText(tr("route:say, /err/, size:>1kB"));
    m_filter->setMinimumWidth(160);
    m_filter->setMaximumWidth(420);
    connect(m_filter, &FilterLine::filterChanged, this, &FramesView::applyFilter);
    m_mode = new Segments(theme, Segments::Choice::One);
    m_mode->add(u"hide"_s, tr("Hide"))->setToolTip(tr("Hide what does not match"));
    m_mode->add(u"highlight"_s, tr("Highlight"))->setToolTip(tr("Show everything and mark what matches"));
    m_directions = new Segments(theme, Segments::Choice::Any);
    m_directions->add(u"out"_s, tr("Out"), u"frame-out"_s, Token::DirOut);
    m_directions->add(u"in"_s, tr("In"), u"frame-in"_s, Token::DirIn);
    m_directions->add(u"control"_s, tr("Control"), u"ping"_s);
    for (const char *direction : { "out", "in", "control" })
        m_directions->setChosen(QLatin1StringView(direction));
    connect(m_mode, &Segments::changed, this, &FramesView::applyFilter);
    connect(m_directions, &Segments::changed, this, &FramesView::applyFilter);
    m_wrong = new Elided(theme, Theme::TypeLevel::Body, Token::StFlaky);
    m_count = makeLabel(theme, Theme::TypeLevel::Body, Token::T2);
    m_count->setTextFormat(Qt::RichText);
    m_count->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    tools->addWidget(m_filter, 3);
    tools->addWidget(m_mode);
    tools->addWidget(m_directions);
    tools->addWidget(m_wrong, 2);
    tools->addStretch();
    m_wrong->hide();
    tools->addWidget(m_count);
    return box;
}

QWidget *FramesView::makeTable()
{
    const Theme &theme = m_workspace.theme;
    m_table->setModel(m_list);
    m_table->setItemDelegate(new FrameDelegate(theme, *m_list, this));
    m_table->setAccessibleName(tr("Messages"));
    setUpTable(theme, m_table);
    static constexpr int widths[] = { 54, 102, 78, 28, 56, 84, 92, 116 };
    for (int column = 0; column < int(std::size(widths)); ++column)
        m_table->setColumnWidth(column, widths[column]);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->viewport()->installEventFilter(this);
    m_table->installEventFilter(this);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex &now) {
        if (!now.isValid() || m_list->isReason(now.row()))
            return;
        m_current = m_list->numberAt(now.row());
        // Who reads an older row has stopped following.
        if (!m_moving && now.row() < m_list->rowCount() - 2)
            setFollowing(false);
        emit currentChanged();
    });
    connect(m_table, &QTableView::activated, this, &FramesView::openRequested);
    connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, this, &FramesView::onScrolled);
    m_pill = new Pill(theme, m_table);
    m_pill->setAccessibleName(tr("Jump to the newest message"));
    m_pill->hide();
    connect(m_pill, &Button::clicked, this, [this] { setFollowing(true); });
    return m_table;
}

QWidget *FramesView::takeTools()
{
    layout()->removeWidget(m_tools);
    m_line->hide();
    return m_tools;
}

void FramesView::applyFilter()
{
    const Filter &filter = m_filter->filter();
    m_wrong->setText(filter.error());
    m_wrong->setVisible(!filter.error().isEmpty());
    const QScopedValueRollback moving(m_moving, true);
    m_list->setMode(m_mode->isChosen(u"highlight"_s) ? FrameList::Mode::Highlight : FrameList::Mode::Hide);
    m_list->setDirections(m_directions->isChosen(u"out"_s), m_directions->isChosen(u"in"_s), m_directions->isChosen(u"control"_s));
    m_list->setFilter(filter);
}

void FramesView::setConnection(const QString &connectionId)
{
    m_connection = connectionId;
    m_current = -1;
    m_waiting = 0;
    m_following = true;
    m_list->setConnection(connectionId);
    emit followingChanged(true);
    emit currentChanged();
}

void FramesView::setRemote(bool remote)
{
    m_remote = remote;
    resizeEvent(nullptr);
}

// A filter keeps the place: the chosen row stays chosen and visible, or comes back with its row.
void FramesView::keepCurrent()
{
    const QScopedValueRollback moving(m_moving, true);
    const int row = m_current < 0 ? -1 : m_list->rowOfNumber(m_current);
    if (row >= 0) {
        m_table->selectRow(row);
        m_table->setCurrentIndex(m_list->index(row, FramesModel::Body));
        if (!m_following)
            m_table->scrollTo(m_list->index(row, 0), QAbstractItemView::PositionAtCenter);
    }
    if (m_following)
        stayAtEnd();
    showCount();
}

void FramesView::select(qint64 number)
{
    m_current = number;
    setFollowing(false);
    const int row = m_list->rowOfNumber(number);
    if (row < 0)
        return;
    m_table->selectRow(row);
    m_table->scrollTo(m_list->index(row, 0), QAbstractItemView::EnsureVisible);
}

void FramesView::selectFirstOf(const QString &requestId)
{
    const QList<int> rows = m_workspace.frames.rowsOfRequest(requestId);
    if (rows.isEmpty())
        return;
    select(rows.first() + m_workspace.frames.forgotten());
    emit openRequested();
}

const FrameRow *FramesView::current() const
{
    const qint64 row = m_current - m_workspace.frames.forgotten();
    return m_current >= 0 && row >= 0 && row < m_workspace.frames.rowCount() ? &m_workspace.frames.row(int(row)) : nullptr;
}

qint64 FramesView::currentNumber() const
{
    return m_current;
}

QList<FrameRow> FramesView::shown() const
{
    QList<FrameRow> rows;
    for (int row = 0; row < m_list->rowCount(); ++row) {
        if (!m_list->isReason(row))
            rows << m_list->frame(row);
    }
    return rows;
}

void FramesView::setFollowing(bool following)
{
    if (following) {
        m_waiting = 0;
        stayAtEnd();
    }
    if (std::exchange(m_following, following) != following)
        emit followingChanged(following);
    placePill();
    emit waitingChanged(m_waiting);
}

void FramesView::stayAtEnd()
{
    const QScopedValueRollback moving(m_moving, true);
    m_table->scrollToBottom();
}

void FramesView::onRowsInserted(int first, int last)
{
    if (m_following) {
        stayAtEnd();
    } else if (last == m_list->rowCount() - 1 && first > 0) {
        for (int row = first; row <= last; ++row)
            m_waiting += m_list->isReason(row) ? 0 : 1;
        placePill();
        emit waitingChanged(m_waiting);
    }
    showCount();
}

// Rows found above what is on screen: it stays where it is.
void FramesView::onPrepended(int rows)
{
    const QScopedValueRollback moving(m_moving, true);
    QScrollBar *bar = m_table->verticalScrollBar();
    const int before = bar->value();
    m_table->doItemsLayout();
    if (m_current >= 0 && !m_table->currentIndex().isValid() && m_list->rowOfNumber(m_current) >= 0)
        keepCurrent();   // found at last
    else if (m_following)
        m_table->scrollToBottom();
    else
        bar->setValue(before + rows * m_workspace.theme.rowHeight());
}

void FramesView::onScrolled()
{
    if (m_moving)
        return;
    const QScrollBar *bar = m_table->verticalScrollBar();
    setFollowing(bar->value() >= bar->maximum() - 1);
}

void FramesView::showCount()
{
    const int all = m_list->ofConnection();
    const int shown = m_list->frameCount();
    const QString strong = u"<b style='color:%1'>%2</b>"_s.arg(m_workspace.theme.color(Token::T1).name(), countText(shown));
    m_count->setText(m_list->isFiltered() ? tr("%1 of %2").arg(strong, countText(all)) : all == 1 ? tr("%1 message").arg(strong) : tr("%1 messages").arg(strong));
    m_count->setToolTip(m_workspace.frames.forgotten() > 0 ? tr("The oldest %1 are on disk only.").arg(countText(m_workspace.frames.forgotten())) : QString());
    m_stack->setCurrentIndex(m_list->rowCount() > 0 ? Table : all == 0 ? Empty : m_list->isSearching() ? Searching : Filtered);
}

void FramesView::placePill()
{
    m_pill->setVisible(!m_following && m_waiting > 0);
    if (!m_pill->isVisible())
        return;
    m_pill->setText(tr("%1 new").arg(countText(m_waiting)));
    m_pill->resize(m_pill->sizeHint());
    m_pill->move(m_table->width() - m_pill->width() - 24, m_table->height() - m_pill->height() - 12);
    m_pill->raise();
}

bool FramesView::onKey(int key)
{
    if (key == Qt::Key_Space)
        setFollowing(!m_following);
    else if (key == Qt::Key_End)
        setFollowing(true);
    else
        return false;
    return true;
}

bool FramesView::eventFilter(QObject *object, QEvent *event)
{
    if (object == m_table && event->type() == QEvent::KeyPress && onKey(static_cast<QKeyEvent *>(event)->key()))
        return true;
    if (object == m_table->viewport() && event->type() == QEvent::MouseButtonPress) {
        // A reason belongs to its row: choosing it chooses both.
        const QModelIndex at = m_table->indexAt(static_cast<QMouseEvent *>(event)->pos());
        if (at.isValid() && m_list->isReason(at.row())) {
            m_table->selectRow(at.row() - 1);
            return true;
        }
    }
    return QWidget::eventFilter(object, event);
}

// Narrow: what says least about a message goes first, its words never.
void FramesView::resizeEvent(QResizeEvent *event)
{
    if (event)
        QWidget::resizeEvent(event);
    const int room = width();
    if (!m_table->model())
        return;
    m_table->setColumnHidden(FramesModel::Route, m_remote);
    m_table->setColumnHidden(FramesModel::Took, m_remote || room < 520);
    m_table->setColumnHidden(FramesModel::Function, m_remote || room < 800);
    m_table->setColumnHidden(FramesModel::Delta, room < 700);
    m_table->setColumnHidden(FramesModel::Number, room < 600);
    m_table->setColumnHidden(FramesModel::Size, room < 480);
    m_table->setColumnWidth(FramesModel::Time, room < 600 ? 112 : 102);   // the first one stands further in
    m_mode->setVisible(room > 620);
    // What is read stays in sight; what is followed stays at its end.
    const QScopedValueRollback moving(m_moving, true);
    if (m_following)
        m_table->scrollToBottom();
    else if (m_table->currentIndex().isValid())
        m_table->scrollTo(m_table->currentIndex().siblingAtColumn(FramesModel::Body), QAbstractItemView::EnsureVisible);
    placePill();
}

} // namespace greenroom
