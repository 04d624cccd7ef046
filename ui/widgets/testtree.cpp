// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/testtree.h"

#include "models/runmodel.h"
#include "widgets/filterproxy.h"
#include "widgets/paint.h"

#include <QHeaderView>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int historyWidth = stripWidth + 24;
constexpr int shortHistory = 10 * 4 - 1 + 24;
constexpr int timeWidth = 76;

} // namespace

TestTree::TestTree(const Theme &theme, QWidget *parent)
    : QTreeView(parent)
    , m_theme(theme)
{
    setExpandsOnDoubleClick(false);
    connect(this, &QTreeView::collapsed, this, [this](const QModelIndex &index) { m_closed.insert(idOf(index)); });
    connect(this, &QTreeView::expanded, this, [this](const QModelIndex &index) { m_closed.remove(idOf(index)); });
    connect(verticalScrollBar(), &QScrollBar::actionTriggered, this, &TestTree::scrolledByPerson);
}

QString TestTree::idOf(const QModelIndex &index) const
{
    const QString id = index.data(RunModel::TestIdRole).toString();
    return id.isEmpty() ? index.data().toString() : id;
}

int TestTree::depthOf(const QModelIndex &index) const
{
    int depth = 0;
    for (QModelIndex up = index.parent(); up.isValid(); up = up.parent())
        ++depth;
    return depth;
}

void TestTree::setModel(QAbstractItemModel *model)
{
    QTreeView::setModel(model);
    header()->setStretchLastSection(false);
    if (model)
        header()->setSectionResizeMode(RunModel::Test, QHeaderView::Stretch);
    fitColumns();
    openAll({});
}

void TestTree::reset()
{
    QTreeView::reset();
    openAll({});
}

void TestTree::openAll(const QModelIndex &parent)
{
    for (int row = 0; model() && row < model()->rowCount(parent); ++row) {
        const QModelIndex index = model()->index(row, 0, parent);
        if (!model()->hasChildren(index))
            continue;
        if (!m_closed.contains(idOf(index)))
            setExpanded(index, true);
        openAll(index);
    }
}

void TestTree::rowsInserted(const QModelIndex &parent, int first, int last)
{
    QTreeView::rowsInserted(parent, first, last);
    for (QModelIndex up = parent; up.isValid(); up = up.parent()) {
        if (!isExpanded(up) && !m_closed.contains(idOf(up)))
            setExpanded(up, true);
    }
    // A filter brings whole families at once.
    for (int row = first; row <= last; ++row) {
        const QModelIndex index = model()->index(row, 0, parent);
        if (model()->hasChildren(index) && !m_closed.contains(idOf(index))) {
            setExpanded(index, true);
            openAll(index);
        }
    }
}

void TestTree::fitColumns()
{
    if (!model())
        return;
    const int wide = viewport()->width();
    setColumnHidden(RunModel::Time, wide < 300);
    setColumnHidden(RunModel::History, wide < 380);
    header()->resizeSection(RunModel::History, wide < 560 ? shortHistory : historyWidth);
    header()->resizeSection(RunModel::Time, timeWidth);
}

void TestTree::resizeEvent(QResizeEvent *event)
{
    fitColumns();
    QTreeView::resizeEvent(event);
}

// What was looked at in bold, then what was wanted and got, and where.
void TestTree::paintReason(QPainter *painter, const QRect &row, const QModelIndex &index) const
{
    const QString reason = index.data(RunModel::ReasonRole).toString();
    painter->fillRect(row, m_theme.color(Token::TintFailed));
    const int left = shift + (depthOf(index) + 1) * indent + 22;
    QRect area = row.adjusted(left, 0, -16, 0);
    QFont words = m_theme.font(Theme::TypeLevel::Body);
    words.setPixelSize(12);
    QFont bold = words;
    bold.setWeight(QFont::DemiBold);
    const QFont mono = m_theme.font(Theme::TypeLevel::Mono);
    const QFont monoBold = m_theme.font(Theme::TypeLevel::MonoBold);
    const auto write = [&](const QFont &font, const QString &text, Token token) {
        if (area.width() < 12 || text.isEmpty())
            return;
        painter->setFont(font);
        painter->setPen(m_theme.color(token));
        painter->drawText(area, Qt::AlignVCenter | Qt::TextSingleLine, painter->fontMetrics().elidedText(text, Qt::ElideRight, area.width()));
        area.setLeft(area.left() + painter->fontMetrics().horizontalAdvance(text));
    };
    // "json $.price: wanted at least 0.01, got 0"
    const qsizetype wanted = reason.indexOf(": wanted "_L1);
    const qsizetype got = reason.lastIndexOf(", got "_L1);
    if (wanted <= 0 || got < wanted) {
        const qsizetype colon = reason.indexOf(": "_L1);
        write(bold, colon > 0 ? QString(reason.left(colon) + u"  "_s) : QString(), Token::StFailed);
        write(words, colon > 0 ? reason.mid(colon + 2) : reason, Token::StFailed);
        return;
    }
    write(bold, reason.left(wanted), Token::StFailed);
    write(words, u"  wanted "_s, Token::StFailed);
    write(mono, reason.mid(wanted + 9, got - wanted - 9), Token::StFailed);
    write(words, u", got "_s, Token::StFailed);
    write(monoBold, reason.mid(got + 6), Token::StFailed);
    const QString where = index.data(RunModel::WhereRole).toString();
    if (!where.isEmpty())
        write(words, u"  ·  "_s + where, Token::T2);
}

void TestTree::drawRow(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QRect row(0, option.rect.y(), viewport()->width(), option.rect.height());
    if (index.data(RunModel::IsReasonRole).toBool())
        return paintReason(painter, row, index);
    const bool selected = selectionModel()->isSelected(index);
    const bool hovered = !selected && row.contains(viewport()->mapFromGlobal(QCursor::pos())) && underMouse();
    paintRow(painter, m_theme, row, selected, hovered, isActiveWindow(), true);
    if (!selected && index.data(FilterProxy::MatchRole).toBool())
        painter->fillRect(row, m_theme.color(Token::FocusSoft));
    QTreeView::drawRow(painter, option, index);
}

void TestTree::drawBranches(QPainter *painter, const QRect &rect, const QModelIndex &index) const
{
    if (!model()->hasChildren(index))
        return;
    const QRect arrow(rect.right() + 1 - indent + shift, rect.top(), 16, rect.height());
    paintSymbol(painter, m_theme, arrow, isExpanded(index) ? u"chevron-down"_s : u"chevron-right"_s, Token::T3, 12);
}

void TestTree::mousePressEvent(QMouseEvent *event)
{
    QModelIndex index = indexAt(event->pos());
    if (index.isValid() && index.data(RunModel::IsReasonRole).toBool())
        return setCurrentIndex(index.siblingAtRow(index.row() - 1));
    index = index.siblingAtColumn(0);
    const int arrow = shift + depthOf(index) * indent;
    if (index.isValid() && model()->hasChildren(index) && event->pos().x() >= arrow - 2 && event->pos().x() < arrow + 20)
        return setExpanded(index, !isExpanded(index));
    QTreeView::mousePressEvent(event);
}

void TestTree::wheelEvent(QWheelEvent *event)
{
    emit scrolledByPerson();
    QTreeView::wheelEvent(event);
}

// The cursor steps over reason lines.
QModelIndex TestTree::moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers)
{
    const QModelIndex index = QTreeView::moveCursor(action, modifiers);
    if (!index.isValid() || !index.data(RunModel::IsReasonRole).toBool())
        return index;
    const bool down = action == MoveDown || action == MoveNext;
    const QModelIndex further = down ? indexBelow(index) : QModelIndex();
    return further.isValid() ? further.siblingAtColumn(0) : index.siblingAtRow(index.row() - 1);
}

} // namespace greenroom
