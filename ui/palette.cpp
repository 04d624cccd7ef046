// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "palette.h"

#include "widgets/paint.h"

#include <QAbstractListModel>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int paletteWidth = 640;
constexpr int fieldHeight = 48;
constexpr int rowHeight = 32;
constexpr int headHeight = 28;
constexpr int footHeight = 36;
constexpr int mostHeight = 512;
constexpr int mostInGroup = 6;    // while several groups match something

} // namespace

QList<int> matchPlaces(const QString &text, const QString &wanted)
{
    const QString letters = wanted.trimmed();
    QList<int> places;
    // Together, best at the beginning of a word.
    qsizetype whole = -1;
    for (qsizetype at = text.indexOf(letters, 0, Qt::CaseInsensitive); at >= 0 && !letters.isEmpty(); at = text.indexOf(letters, at + 1, Qt::CaseInsensitive)) {
        if (whole < 0)
            whole = at;
        if (at == 0 || !text.at(at - 1).isLetterOrNumber()) {
            whole = at;
            break;
        }
    }
    if (whole >= 0) {
        for (qsizetype i = 0; i < letters.size(); ++i)
            places << int(whole + i);
        return places;
    }
    if (letters.size() < 3)
        return {};   // two letters apart stand in nearly everything
    qsizetype at = 0;
    for (const QChar letter : letters) {
        if (letter.isSpace())
            continue;
        // Each letter goes on from the one before or begins a word.
        qsizetype found = text.indexOf(letter, at, Qt::CaseInsensitive);
        while (found > 0 && found != at && text.at(found - 1).isLetterOrNumber())
            found = text.indexOf(letter, found + 1, Qt::CaseInsensitive);
        if (found < 0 || (found == at && found > 0 && places.isEmpty() && text.at(found - 1).isLetterOrNumber()))
            return {};
        places << int(found);
        at = found + 1;
    }
    return places;
}

int matchScore(const QString &text, const QString &wanted)
{
    if (wanted.trimmed().isEmpty())
        return 0;
    const QList<int> places = matchPlaces(text, wanted);
    if (places.isEmpty())
        return -1;
    int score = 0;
    for (qsizetype i = 0; i < places.size(); ++i) {
        const int at = places[i];
        const bool begins = at == 0 || !text.at(at - 1).isLetterOrNumber();
        const bool follows = i > 0 && places[i - 1] == at - 1;
        score += begins ? 8 : follows ? 6 : 0;
        score -= i > 0 ? qMin(at - places[i - 1] - 1, 3) : 0;
    }
    if (places.first() == 0)
        score += 6;
    return qMax(0, score);
}

class Palette::List : public QAbstractListModel
{
public:
    enum Role { CommandRole = Qt::UserRole, HeadRole, WantedRole };
    using QAbstractListModel::QAbstractListModel;

    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_rows.size()); }
    Qt::ItemFlags flags(const QModelIndex &index) const override
    {
        return isHead(index.row()) ? Qt::NoItemFlags : Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    }

    QVariant data(const QModelIndex &index, int role) const override
    {
        const Row &row = m_rows[index.row()];
        switch (role) {
        case CommandRole: return QVariant::fromValue(row.command < 0 ? nullptr : static_cast<const void *>(&commands[row.command]));
        case HeadRole: return row.head;
        case WantedRole: return m_wanted;
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole: return row.command < 0 ? row.head : commands[row.command].title;
        default: return {};
        }
    }

    // Groups in the order they were given, each with its best first.
    void narrow(const QString &wanted, bool actionsOnly)
    {
        beginResetModel();
        m_wanted = wanted;
        m_rows.clear();
        matches = 0;
        QStringList groups;
        QHash<QString, QList<QPair<int, qsizetype>>> scored;
        for (qsizetype i = 0; i < commands.size(); ++i) {
            const Command &command = commands[i];
            if (actionsOnly && command.group != commands.first().group)
                continue;
            const int score = matchScore(command.title, wanted);
            if (score < 0)
                continue;
            if (!scored.contains(command.group))
                groups << command.group;
            scored[command.group].append({ -score, i });
        }
        for (const QString &group : std::as_const(groups)) {
            QList<QPair<int, qsizetype>> &found = scored[group];
            std::stable_sort(found.begin(), found.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
            m_rows.append(Row { -1, group });
            for (qsizetype i = 0; i < (wanted.isEmpty() || groups.size() == 1 ? found.size() : qMin<qsizetype>(found.size(), mostInGroup)); ++i)
                m_rows.append(Row { found[i].second, {} });
            matches += int(found.size());
        }
        endResetModel();
    }

    bool isHead(int row) const { return row >= 0 && row < m_rows.size() && m_rows[row].command < 0; }
    const Command &at(int row) const { return commands[m_rows[row].command]; }
    int height() const
    {
        int height = 0;
        for (const Row &row : m_rows)
            height += row.command < 0 ? headHeight : rowHeight;
        return height;
    }

    QList<Command> commands;
    int matches = 0;

private:
    struct Row
    {
        qsizetype command = -1;   // -1: a head
        QString head;
    };
    QList<Row> m_rows;
    QString m_wanted;
};

namespace {

constexpr int commandRole = Qt::UserRole;
constexpr int headRole = Qt::UserRole + 1;
constexpr int wantedRole = Qt::UserRole + 2;

class CommandDelegate : public QStyledItemDelegate
{
public:
    CommandDelegate(const Theme &theme, QObject *parent) : QStyledItemDelegate(parent), m_theme(theme) {}

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const override
    {
        return { 200, index.data(headRole).toString().isEmpty() ? rowHeight : headHeight };
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        painter->save();
        const QRect &rect = option.rect;
        if (const QString head = index.data(headRole).toString(); !head.isEmpty()) {
            QFont bold = m_theme.font(Theme::TypeLevel::Small);
            bold.setWeight(QFont::DemiBold);
            painter->setFont(bold);
            painter->setPen(m_theme.color(Token::T3));
            painter->drawText(rect.adjusted(15, 4, -16, 0), Qt::AlignVCenter, head);
        } else if (const auto *command = static_cast<const Command *>(index.data(commandRole).value<const void *>())) {
            const bool selected = option.state.testFlag(QStyle::State_Selected);
            paintRow(painter, m_theme, rect, selected, option.state.testFlag(QStyle::State_MouseOver), true, true);
            paintCommand(painter, rect, *command, index.data(wantedRole).toString(), selected);
        }
        painter->restore();
    }

private:
    void paintCommand(QPainter *painter, const QRect &rect, const Command &command, const QString &wanted, bool selected) const
    {
        const QRect drawing(rect.x() + 14, rect.y(), 20, rect.height());
        if (command.state.isEmpty())
            paintSymbol(painter, m_theme, drawing, command.symbol, selected ? Token::T1 : Token::T2);
        else
            paintMark(painter, m_theme, drawing, command.state, selected);
        int right = rect.right() - 15;
        const QStringList keys = command.key.split(u' ', Qt::SkipEmptyParts);
        for (auto key = keys.rbegin(); key != keys.rend(); ++key) {
            right -= keyWidth(m_theme, *key);
            paintKey(painter, m_theme, QRect(right, rect.y(), 10, rect.height()), *key);
            right -= 4;
        }
        QRect words(rect.x() + 44, rect.y(), right - rect.x() - 52, rect.height());
        words.setLeft(words.left() + paintTitle(painter, words, command.title, wanted) + 10);
        painter->setFont(m_theme.font(Theme::TypeLevel::Body));
        painter->setPen(m_theme.color(selected ? Token::T2 : Token::T3));
        if (words.width() > 20)
            painter->drawText(words, Qt::AlignVCenter | Qt::TextSingleLine,
                              painter->fontMetrics().elidedText(command.detail, Qt::ElideRight, words.width()));
    }

    // Matched letters bold and in the colour of links; returns the width.
    int paintTitle(QPainter *painter, const QRect &words, const QString &title, const QString &wanted) const
    {
        const QFont plain = m_theme.font(Theme::TypeLevel::Body);
        const QFont bold = m_theme.font(Theme::TypeLevel::BodyBold);
        const QList<int> places = wanted.trimmed().isEmpty() ? QList<int>() : matchPlaces(title, wanted);
        int x = 0;
        for (qsizetype i = 0; i < title.size();) {
            const bool matched = places.contains(int(i));
            qsizetype end = i;
            while (end < title.size() && places.contains(int(end)) == matched)
                ++end;
            const QString part = title.mid(i, end - i);
            painter->setFont(matched ? bold : plain);
            painter->setPen(m_theme.color(matched ? Token::TLink : Token::T1));
            const QRect room(words.left() + x, words.top(), words.width() - x, words.height());
            if (room.width() < 8)
                break;
            painter->drawText(room, Qt::AlignVCenter | Qt::TextSingleLine, painter->fontMetrics().elidedText(part, Qt::ElideRight, room.width()));
            x += painter->fontMetrics().horizontalAdvance(part);
            i = end;
        }
        return x;
    }

    const Theme &m_theme;
};

} // namespace

Palette::Palette(const Theme &theme, QWidget *window)
    : QWidget(window)
    , m_theme(theme)
    , m_field(new QLineEdit(this))
    , m_view(new QListView(this))
    , m_list(new List(this))
{
    hide();
    m_field->setAccessibleName(tr("Search or run a command"));
    m_field->setStyleSheet(u"QLineEdit { background: transparent; border: none; }"_s);
    m_field->setFont(theme.font(Theme::TypeLevel::FigureSmall));
    m_field->setFrame(false);
    m_field->installEventFilter(this);
    m_view->setModel(m_list);
    m_view->setAccessibleName(tr("Commands"));
    m_view->setItemDelegate(new CommandDelegate(theme, this));
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setMouseTracking(true);
    m_view->setFocusPolicy(Qt::NoFocus);
    m_view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    connect(m_field, &QLineEdit::textChanged, this, &Palette::narrow);
    connect(m_view, &QListView::clicked, this, &Palette::choose);
    window->installEventFilter(this);
}

void Palette::open(const QList<Command> &commands, const QString &hint)
{
    m_list->commands = commands;
    m_hint = hint.isEmpty() ? tr("Search or run a command") : hint;
    m_field->setPlaceholderText(m_hint);
    m_actionsOnly = false;
    QFont plain = m_theme.font(Theme::TypeLevel::FigureSmall);
    plain.setWeight(QFont::Normal);
    m_field->setFont(plain);
    m_field->clear();
    setGeometry(parentWidget()->rect());
    narrow();
    show();
    raise();
    m_field->setFocus();
}

QStringList Palette::shownTitles() const
{
    QStringList titles;
    for (int row = 0; row < m_list->rowCount(); ++row) {
        if (!m_list->isHead(row))
            titles << m_list->at(row).title;
    }
    return titles;
}

QRect Palette::frame() const
{
    const int wide = qMin(paletteWidth, width() - 32);
    const int top = qMin(96, height() / 8);
    const int list = m_list->rowCount() == 0 ? 96 : m_list->height() + 16;
    const int high = qMin(fieldHeight + list + footHeight, qMin(mostHeight + 20, height() - top - 24));
    return { (width() - wide) / 2, top, wide, high };
}

void Palette::place()
{
    const QRect box = frame();
    m_field->setGeometry(box.x() + 40, box.y() + 1, box.width() - 220, fieldHeight - 2);
    m_view->setGeometry(QRect(box.x() + 1, box.y() + fieldHeight + 5, box.width() - 2, box.height() - fieldHeight - footHeight - 10));
    m_view->setVisible(m_list->rowCount() > 0);
}

void Palette::narrow()
{
    m_list->narrow(m_field->text(), m_actionsOnly);
    if (m_list->rowCount() > 1)
        m_view->setCurrentIndex(m_list->index(1));
    m_view->scrollToTop();
    place();
    update();
}

void Palette::move(int step)
{
    int row = m_view->currentIndex().row() + step;
    while (m_list->isHead(row))
        row += step;
    if (row > 0 && row < m_list->rowCount())
        m_view->setCurrentIndex(m_list->index(row));
}

void Palette::choose()
{
    const QModelIndex index = m_view->currentIndex();
    if (!index.isValid() || m_list->isHead(index.row()))
        return;
    const Command command = m_list->at(index.row());
    hide();
    if (command.act)
        command.act();
}

void Palette::paintField(QPainter &painter, const QRect &box) const
{
    paintSymbol(&painter, m_theme, QRect(box.x() + 14, box.y(), 20, fieldHeight), u"search"_s, Token::T3);
    painter.fillRect(box.x() + 1, box.y() + fieldHeight, box.width() - 2, 1, m_theme.color(Token::Line));
    const QString words = m_actionsOnly ? tr("search everything") : tr("narrow to actions");
    painter.setFont(m_theme.font(Theme::TypeLevel::Small));
    int right = box.right() - 15 - painter.fontMetrics().horizontalAdvance(words);
    painter.setPen(m_theme.color(Token::T3));
    painter.drawText(QRect(right, box.y(), 200, fieldHeight), Qt::AlignVCenter, words);
    right -= 8 + keyWidth(m_theme, u"Tab"_s);
    paintKey(&painter, m_theme, QRect(right, box.y(), 20, fieldHeight), u"Tab"_s);
}

void Palette::paintFoot(QPainter &painter, const QRect &box) const
{
    const QRect foot(box.x() + 1, box.bottom() - footHeight, box.width() - 2, footHeight);
    painter.save();
    painter.setClipRect(foot);
    paintBox(&painter, foot.adjusted(0, -12, 0, 0), m_theme.color(Token::BgPanel), {}, 7);
    painter.restore();
    painter.fillRect(foot.x(), foot.y(), foot.width(), 1, m_theme.color(Token::Line));
    int x = foot.x() + 15;
    const QPair<QString, QString> hints[] = { { u"↑ ↓"_s, tr("choose") }, { u"Enter"_s, tr("do it") }, { u"Esc"_s, tr("leave") } };
    for (const auto &[key, words] : hints) {
        paintKey(&painter, m_theme, QRect(x, foot.y(), 20, foot.height()), key);
        x += keyWidth(m_theme, key) + 8;
        painter.setFont(m_theme.font(Theme::TypeLevel::Small));
        painter.setPen(m_theme.color(Token::T3));
        painter.drawText(QRect(x, foot.y(), 200, foot.height()), Qt::AlignVCenter, words);
        x += painter.fontMetrics().horizontalAdvance(words) + 16;
    }
    painter.drawText(foot.adjusted(0, 0, -15, 0), Qt::AlignRight | Qt::AlignVCenter, tr("%1 of %2").arg(m_list->matches).arg(m_list->commands.size()));
}

void Palette::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    QColor veil(Qt::black);
    veil.setAlphaF(m_theme.isDark() ? 0.45F : 0.22F);
    painter.fillRect(rect(), veil);
    const QRect box = frame();
    paintBox(&painter, box, m_theme.color(Token::BgStage), m_theme.color(Token::LineStrong), 8);
    paintField(painter, box);
    paintFoot(painter, box);
    if (m_list->rowCount() > 0)
        return;
    painter.setFont(m_theme.font(Theme::TypeLevel::Body));
    painter.setPen(m_theme.color(Token::T2));
    painter.drawText(box.adjusted(0, fieldHeight, 0, -footHeight), Qt::AlignCenter, tr("Nothing is called that."));
}

void Palette::mousePressEvent(QMouseEvent *event)
{
    if (!frame().contains(event->pos()))
        hide();
}

bool Palette::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize)
        hide();
    if (watched != m_field || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    switch (static_cast<QKeyEvent *>(event)->key()) {
    case Qt::Key_Escape: hide(); return true;
    case Qt::Key_Return:
    case Qt::Key_Enter: choose(); return true;
    case Qt::Key_Down: move(1); return true;
    case Qt::Key_Up: move(-1); return true;
    case Qt::Key_PageDown: for (int i = 0; i < 8; ++i) move(1); return true;
    case Qt::Key_PageUp: for (int i = 0; i < 8; ++i) move(-1); return true;
    case Qt::Key_Tab:
        m_actionsOnly = !m_actionsOnly;
        narrow();
        return true;
    default: return QWidget::eventFilter(watched, event);
    }
}

} // namespace greenroom
