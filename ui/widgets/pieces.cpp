// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/pieces.h"

#include "delegates/rowdelegate.h"
#include "widgets/emptydrawing.h"

#include <QHeaderView>
#include <QPainter>
#include <QPainterPath>
#include <QTableView>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

// One colour of a widget's palette, the theme's whatever happens: a style sheet that is set anew gives back the
// palette it remembers when the widget is polished, which may be much later than the theme's change.
class Ink : public QObject
{
public:
    Ink(QWidget *widget, const Theme &theme, QPalette::ColorRole role, Token token)
        : QObject(widget)
        , m_widget(widget)
        , m_theme(theme)
        , m_role(role)
        , m_token(token)
    {
        apply();
        connect(&theme, &Theme::changed, this, &Ink::apply);
        widget->installEventFilter(this);
    }

protected:
    bool eventFilter(QObject *object, QEvent *event) override
    {
        if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange || event->type() == QEvent::Show)
            apply();
        return QObject::eventFilter(object, event);
    }

private:
    void apply()
    {
        const QColor color = m_theme.color(m_token);
        QPalette palette = m_widget->palette();
        if (palette.color(QPalette::Active, m_role) == color && palette.color(QPalette::Inactive, m_role) == color)
            return;
        palette.setColor(m_role, color);
        m_widget->setPalette(palette);
    }

    QWidget *m_widget;
    const Theme &m_theme;
    QPalette::ColorRole m_role;
    Token m_token;
};

} // namespace

void dress(QLabel *label, const Theme &theme, Theme::TypeLevel level, Token color)
{
    label->setFont(theme.font(level));
    new Ink(label, theme, QPalette::WindowText, color);
}

QLabel *makeLabel(const Theme &theme, Theme::TypeLevel level, Token color, const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    dress(label, theme, level, color);
    return label;
}

Button *makeButton(const Theme &theme, const QString &icon, const QString &text, QWidget *parent)
{
    return new Button(theme, Button::Kind::Framed, icon, text, parent);
}

Button *makeMainButton(const Theme &theme, const QString &icon, const QString &text, QWidget *parent)
{
    return new Button(theme, Button::Kind::Main, icon, text, parent);
}

QWidget *makeLine(const Theme &theme, Qt::Orientation orientation, QWidget *parent)
{
    auto *line = new QWidget(parent);
    line->setAutoFillBackground(true);
    if (orientation == Qt::Horizontal)
        line->setFixedHeight(1);
    else
        line->setFixedWidth(1);
    new Ink(line, theme, QPalette::Window, Token::Line);
    return line;
}

Chip::Chip(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void Chip::setLook(const ChipLook &look)
{
    m_look = look;
    setAccessibleName(look.text);
    updateGeometry();
    update();
}

QSize Chip::sizeHint() const
{
    return { chipWidth(m_theme, m_look), 20 };
}

void Chip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    if (!m_look.text.isEmpty())
        paintChip(&painter, m_theme, rect(), m_look);
}

Ground::Ground(const Theme &theme, Token token, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_token(token)
{
}

void Ground::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.color(m_token));
}

EmptyState::EmptyState(const Theme &theme, const QString &symbol, const QString &sentence, const QString &line, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_symbol(symbol)
{
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(8);
    layout->addStretch(3);
    layout->addSpacerItem(new QSpacerItem(0, emptyDrawingSize.height(), QSizePolicy::Minimum, QSizePolicy::Maximum));   // low panes do without
    m_head = makeLabel(theme, Theme::TypeLevel::FigureSmall, Token::T1, sentence);
    QLabel *head = m_head;
    head->setAlignment(Qt::AlignCenter);
    m_more = makeLabel(theme, Theme::TypeLevel::Body, Token::T2, line);
    QLabel *more = m_more;
    more->setAlignment(Qt::AlignCenter);
    more->setWordWrap(true);
    layout->addWidget(head);
    layout->addWidget(more);
    layout->addSpacing(8);
    layout->addStretch(4);
}

void EmptyState::setSentence(const QString &sentence, const QString &line)
{
    m_head->setText(sentence);
    m_more->setText(line);
}

QPushButton *EmptyState::addButton(const QString &icon, const QString &text)
{
    if (!m_buttons) {
        m_buttons = new QHBoxLayout;
        m_buttons->setSpacing(8);
        m_buttons->addStretch();
        m_buttons->addStretch();
        auto *box = static_cast<QVBoxLayout *>(layout());
        box->insertLayout(box->count() - 1, m_buttons);
    }
    QPushButton *button = m_buttons->count() == 2 ? makeMainButton(m_theme, icon, text, this) : makeButton(m_theme, icon, text, this);
    m_buttons->insertWidget(m_buttons->count() - 1, button);
    return button;
}

void EmptyState::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const int top = m_head->y() - emptyDrawingSize.height() - 8;
    const QRect area(QPoint((width() - emptyDrawingSize.width()) / 2, top), emptyDrawingSize);
    if (top >= 0 && !paintEmptyDrawing(&painter, m_theme, area, m_symbol))
        paintSymbol(&painter, m_theme, QRect(width() / 2 - 24, m_head->y() - 64, 48, 48), m_symbol, Token::LineControl, 48);
}

RateChart::RateChart(const Theme &theme, const QString &title, Token line, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_title(title)
    , m_line(line)
{
    setMinimumHeight(72);
    setAccessibleName(title);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void RateChart::setValues(const QList<double> &values, const QString &unit)
{
    m_values = values;
    m_unit = unit;
    update();
}

void RateChart::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setFont(m_theme.font(Theme::TypeLevel::Small));
    painter.setPen(m_theme.color(Token::T3));
    painter.drawText(QRect(0, 0, width(), 20), Qt::AlignLeft | Qt::AlignVCenter, m_title);
    const double now = m_values.isEmpty() ? 0 : m_values.last();
    painter.setFont(m_theme.font(Theme::TypeLevel::Body));
    painter.setPen(m_theme.color(Token::T2));
    const int unit = painter.fontMetrics().horizontalAdvance(m_unit);
    painter.drawText(QRect(0, 0, width(), 20), Qt::AlignRight | Qt::AlignVCenter, m_unit);
    painter.setFont(m_theme.font(Theme::TypeLevel::FigureSmall));
    painter.setPen(m_theme.color(Token::T1));
    painter.drawText(QRect(0, 0, width() - unit - 8, 20), Qt::AlignRight | Qt::AlignVCenter,
                     QString::number(now, 'f', now < 10 && now != int(now) ? 1 : 0));
    painter.setFont(m_theme.font(Theme::TypeLevel::Small));
    painter.setPen(m_theme.color(Token::T3));
    painter.drawText(QRect(0, height() - 16, width(), 16), Qt::AlignLeft, tr("%1 s ago").arg(m_values.size()));
    painter.drawText(QRect(0, height() - 16, width(), 16), Qt::AlignRight, tr("now"));
    const QRect area(0, 28, width(), height() - 28 - 19);
    painter.fillRect(QRect(0, area.bottom(), width(), 1), m_theme.color(Token::LineStrong));
    if (m_values.size() < 2)
        return;
    const double highest = std::max(1.0, *std::max_element(m_values.begin(), m_values.end()));
    QPolygonF line;
    for (qsizetype i = 0; i < m_values.size(); ++i)
        line.append({ area.left() + double(area.width()) * double(i) / double(m_values.size() - 1),
                      area.bottom() - (area.height() - 4) * m_values.at(i) / highest });
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath fill;
    fill.addPolygon(line);
    fill.lineTo(area.bottomRight());
    fill.lineTo(area.bottomLeft());
    fill.closeSubpath();
    painter.fillPath(fill, m_theme.color(m_line == Token::DirIn ? Token::TintPassed : Token::ChFill));
    painter.setPen(QPen(m_theme.color(m_line), 1.5));
    painter.drawPolyline(line);
}

void setUpTable(const Theme &theme, QAbstractItemView *view)
{
    view->setFrameShape(QFrame::NoFrame);
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    view->setMouseTracking(true);
    const auto header = [&theme](QHeaderView *head) {
        head->setFont(theme.font(Theme::TypeLevel::Small));
        head->setFixedHeight(24);
        head->setHighlightSections(false);
        head->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    };
    // A page that paints its rows itself has said so before.
    if (qstrcmp(view->itemDelegate()->metaObject()->className(), "QStyledItemDelegate") == 0)
        view->setItemDelegate(new RowDelegate(theme, theme.rowHeight(), view));
    QObject::connect(&theme, &Theme::changed, view->viewport(), qOverload<>(&QWidget::update));
    if (auto *table = qobject_cast<QTableView *>(view)) {
        table->setShowGrid(false);
        table->setWordWrap(false);
        table->setTabKeyNavigation(false);
        table->setSelectionMode(QAbstractItemView::SingleSelection);
        table->verticalHeader()->hide();
        table->verticalHeader()->setDefaultSectionSize(theme.rowHeight());
        table->verticalHeader()->setMinimumSectionSize(theme.rowHeight());
        table->horizontalHeader()->setStretchLastSection(true);
        header(table->horizontalHeader());
        // Rows of a height of their own keep it.
        QObject::connect(&theme, &Theme::changed, table, [table, &theme, last = theme.rowHeight()]() mutable {
            const int before = std::exchange(last, theme.rowHeight());
            if (before != last && table->verticalHeader()->defaultSectionSize() == before) {
                table->verticalHeader()->setMinimumSectionSize(last);
                table->verticalHeader()->setDefaultSectionSize(last);
            }
        });
    }
    if (auto *tree = qobject_cast<QTreeView *>(view)) {
        tree->setUniformRowHeights(true);
        tree->setIndentation(20);
        QObject::connect(&theme, &Theme::changed, tree, [tree] { QMetaObject::invokeMethod(tree, "doItemsLayout", Qt::QueuedConnection); });
        header(tree->header());
    }
}

} // namespace greenroom
