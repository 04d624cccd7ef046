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
constexpr int shown = 12;

class CommandDelegate : public QStyledItemDelegate
{
public:
    CommandDelegate(const Theme &theme, QObject *parent) : QStyledItemDelegate(parent), m_theme(theme) {}

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override { return { 200, rowHeight }; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        painter->save();
        const QRect &rect = option.rect;
        const auto *command = static_cast<const Command *>(index.data(Qt::UserRole).value<const void *>());
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        paintRow(painter, m_theme, rect, selected, option.state.testFlag(QStyle::State_MouseOver), true, true);
        if (command->state.isEmpty())
            paintSymbol(painter, m_theme, QRect(rect.x() + 14, rect.y(), 20, rect.height()), command->symbol, Token::T2);
        else
            paintMark(painter, m_theme, QRect(rect.x() + 14, rect.y(), 20, rect.height()), command->state, selected);
        int right = rect.right() - 15;
        if (!command->key.isEmpty()) {
            right -= keyWidth(m_theme, command->key);
            paintKey(painter, m_theme, QRect(right, rect.y(), 10, rect.height()), command->key);
            right -= 8;
        }
        painter->setFont(m_theme.font(Theme::TypeLevel::Body));
        painter->setPen(m_theme.color(Token::T1));
        QRect words(rect.x() + 44, rect.y(), right - rect.x() - 44, rect.height());
        const QString title = painter->fontMetrics().elidedText(command->title, Qt::ElideRight, words.width());
        painter->drawText(words, Qt::AlignVCenter | Qt::TextSingleLine, title);
        words.setLeft(words.left() + painter->fontMetrics().horizontalAdvance(title) + 10);
        painter->setPen(m_theme.color(selected ? Token::T2 : Token::T3));
        if (words.width() > 20)
            painter->drawText(words, Qt::AlignVCenter | Qt::TextSingleLine,
                              painter->fontMetrics().elidedText(command->detail, Qt::ElideRight, words.width()));
        painter->restore();
    }

private:
    const Theme &m_theme;
};

} // namespace

int matchScore(const QString &text, const QString &wanted)
{
    int score = 0;
    qsizetype at = 0;
    for (const QChar letter : wanted) {
        if (letter.isSpace())
            continue;
        const qsizetype found = text.indexOf(letter, at, Qt::CaseInsensitive);
        if (found < 0)
            return -1;
        const bool begins = found == 0 || !text.at(found - 1).isLetterOrNumber();
        score += begins ? 8 : found == at ? 4 : 0;
        score -= int(qMin<qsizetype>(found - at, 3));
        at = found + 1;
    }
    return qMax(0, score);
}

class Palette::List : public QAbstractListModel
{
public:
    using QAbstractListModel::QAbstractListModel;

    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_shown.size()); }

    QVariant data(const QModelIndex &index, int role) const override
    {
        const Command &command = commands[m_shown[index.row()]];
        if (role == Qt::UserRole)
            return QVariant::fromValue(static_cast<const void *>(&command));
        return role == Qt::DisplayRole || role == Qt::AccessibleTextRole ? QVariant(command.title) : QVariant();
    }

    void narrow(const QString &wanted)
    {
        beginResetModel();
        m_shown.clear();
        QList<QPair<int, qsizetype>> scored;
        for (qsizetype i = 0; i < commands.size(); ++i) {
            if (const int score = matchScore(commands[i].title, wanted); score >= 0)
                scored.append({ -score, i });
        }
        std::stable_sort(scored.begin(), scored.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
        for (const auto &[score, at] : std::as_const(scored))
            m_shown << at;
        endResetModel();
    }

    const Command &at(int row) const { return commands[m_shown[row]]; }

    QList<Command> commands;

private:
    QList<qsizetype> m_shown;
};

Palette::Palette(const Theme &theme, QWidget *window)
    : QWidget(window)
    , m_theme(theme)
    , m_field(new QLineEdit(this))
    , m_view(new QListView(this))
    , m_list(new List(this))
{
    hide();
    m_field->setPlaceholderText(tr("Search or run a command"));
    m_field->setAccessibleName(tr("Search or run a command"));
    m_field->setStyleSheet(u"QLineEdit { background: transparent; border: none; }"_s);
    m_field->setFont(theme.font(Theme::TypeLevel::FigureSmall));
    m_field->setFrame(false);
    m_field->installEventFilter(this);
    m_view->setModel(m_list);
    m_view->setAccessibleName(tr("Commands"));
    m_view->setItemDelegate(new CommandDelegate(theme, this));
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setUniformItemSizes(true);
    m_view->setMouseTracking(true);
    m_view->setFocusPolicy(Qt::NoFocus);
    connect(m_field, &QLineEdit::textChanged, this, &Palette::narrow);
    connect(m_view, &QListView::clicked, this, &Palette::choose);
    window->installEventFilter(this);
}

void Palette::open(const QList<Command> &commands)
{
    m_list->commands = commands;
    m_field->clear();
    narrow();
    setGeometry(parentWidget()->rect());
    const QRect box = frame();
    m_field->setGeometry(box.x() + 40, box.y() + 1, box.width() - 56, fieldHeight - 2);
    m_view->setGeometry(box.adjusted(1, fieldHeight + 4, -1, -8));
    show();
    raise();
    m_field->setFocus();
}

QRect Palette::frame() const
{
    const int wide = qMin(paletteWidth, width() - 32);
    return { (width() - wide) / 2, qMin(96, height() / 8), wide, fieldHeight + shown * rowHeight + 12 };
}

void Palette::narrow()
{
    m_list->narrow(m_field->text());
    if (m_list->rowCount() > 0)
        m_view->setCurrentIndex(m_list->index(0));
}

void Palette::choose()
{
    const QModelIndex index = m_view->currentIndex();
    hide();
    if (index.isValid()) {
        const Command command = m_list->at(index.row());
        command.act();
    }
}

void Palette::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    QColor veil(m_theme.color(Token::TTip));
    veil.setRgbF(0, 0, 0);
    veil.setAlphaF(m_theme.isDark() ? 0.45F : 0.22F);
    painter.fillRect(rect(), veil);
    const QRect box = frame();
    paintBox(&painter, box, m_theme.color(Token::BgStage), m_theme.color(Token::LineStrong), 8);
    paintSymbol(&painter, m_theme, QRect(box.x() + 14, box.y(), 20, fieldHeight), u"search"_s, Token::T3);
    painter.fillRect(box.x() + 1, box.y() + fieldHeight, box.width() - 2, 1, m_theme.color(Token::Line));
    if (m_list->rowCount() == 0) {
        painter.setFont(m_theme.font(Theme::TypeLevel::Body));
        painter.setPen(m_theme.color(Token::T2));
        painter.drawText(box.adjusted(0, fieldHeight, 0, 0), Qt::AlignCenter, tr("Nothing is called that."));
    }
    m_view->setVisible(m_list->rowCount() > 0);
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
    const auto *key = static_cast<QKeyEvent *>(event);
    const int row = m_view->currentIndex().row();
    switch (key->key()) {
    case Qt::Key_Escape:
        hide();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        choose();
        return true;
    case Qt::Key_Down:
        m_view->setCurrentIndex(m_list->index(qMin(row + 1, m_list->rowCount() - 1)));
        return true;
    case Qt::Key_Up:
        m_view->setCurrentIndex(m_list->index(qMax(row - 1, 0)));
        return true;
    default:
        return QWidget::eventFilter(watched, event);
    }
}

} // namespace greenroom
