// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/jsontree.h"

#include "widgets/paint.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QJsonArray>
#include <QJsonDocument>
#include <QKeyEvent>
#include <QPainter>
#include <QStyledItemDelegate>

#include <cstring>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int jsonRow = 22;
constexpr int indent = 18;

// As the text says it, without its quotes.
QString unescaped(const QByteArray &text)
{
    if (!text.contains('\\'))
        return QString::fromUtf8(text.mid(1, text.size() - 2));
    return QJsonDocument::fromJson('[' + text + ']').array().first().toString();
}

// Reads valid JSON into nodes, in the order it came, until there are enough.
class Reader
{
public:
    Reader(const QByteArray &json, int &left)
        : m_json(json)
        , m_left(left)
    {
    }

    // The value here becomes `node`: its children, or its text.
    bool fill(JsonNode *node)
    {
        skip();
        const char c = peek();
        if (c != '{' && c != '[') {
            const QByteArray text = scalar();
            if (c == '"' && node->name == "body"_L1 && openText(node, unescaped(text).toUtf8()))
                return m_left >= 0;
            node->value = QString::fromUtf8(text);
            node->token = c == '"' ? Token::JsStr : c == 't' || c == 'f' || c == 'n' ? Token::JsLit : Token::JsNum;
            return true;
        }
        ++m_at;
        const char end = c == '{' ? '}' : ']';
        for (skip(); peek() != end && m_at < m_json.size(); skip()) {
            if (peek() == ',') {
                ++m_at;
                continue;
            }
            QString name = QString::number(node->children.size());
            if (c == '{') {
                name = unescaped(scalar());
                skip();
                ++m_at;   // the colon
            }
            if (!add(node, name))
                return false;
        }
        ++m_at;
        if (node->children.empty()) {
            node->value = c == '{' ? u"{}"_s : u"[]"_s;
            node->token = Token::JsPun;
        }
        return true;
    }

private:
    char peek() const { return m_at < m_json.size() ? m_json[m_at] : '\0'; }

    void skip()
    {
        while (peek() == ' ' || peek() == '\n' || peek() == '\t' || peek() == '\r')
            ++m_at;
    }

    QByteArray scalar()
    {
        const qsizetype from = m_at;
        if (peek() == '"') {
            for (++m_at; m_at < m_json.size() && peek() != '"'; ++m_at)
                m_at += peek() == '\\' ? 1 : 0;
            ++m_at;
        } else {
            while (m_at < m_json.size() && !std::strchr(",]} \n\t\r", peek()))
                ++m_at;
        }
        return m_json.mid(from, m_at - from);
    }

    bool add(JsonNode *parent, const QString &name)
    {
        auto child = std::make_unique<JsonNode>();
        child->parent = parent;
        child->row = int(parent->children.size());
        child->name = name;
        JsonNode *node = child.get();
        parent->children.push_back(std::move(child));
        if (--m_left >= 0)
            return fill(node);
        node->name = u"…"_s;
        node->value = JsonModel::tr("more; open the text to see all");
        node->token = Token::T3;
        return false;
    }

    // API Gateway's events carry the message as a text.
    bool openText(JsonNode *node, const QByteArray &text)
    {
        if (QJsonDocument::fromJson(text).isNull())
            return false;
        node->name = JsonModel::tr("%1 (JSON in text)").arg(node->name);
        Reader(text, m_left).fill(node);
        return true;
    }

    const QByteArray &m_json;
    int &m_left;
    qsizetype m_at = 0;
};

} // namespace

std::unique_ptr<JsonNode> jsonNodes(const QByteArray &json, int most)
{
    if (QJsonDocument::fromJson(json).isNull())
        return {};
    auto root = std::make_unique<JsonNode>();
    Reader(json, most).fill(root.get());
    if (root->children.empty()) {   // a lone value is a row too
        auto only = std::make_unique<JsonNode>();
        only->parent = root.get();
        only->value = root->value;
        only->token = root->token;
        root->children.push_back(std::move(only));
    }
    return root;
}

JsonModel::JsonModel(QObject *parent)
    : QAbstractItemModel(parent)
    , m_root(std::make_unique<JsonNode>())
{
}

void JsonModel::setNodes(std::unique_ptr<JsonNode> root)
{
    beginResetModel();
    m_root = root ? std::move(root) : std::make_unique<JsonNode>();
    endResetModel();
}

const JsonNode *JsonModel::node(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<const JsonNode *>(index.constInternalPointer()) : m_root.get();
}

QModelIndex JsonModel::index(int row, int column, const QModelIndex &parent) const
{
    const JsonNode *above = node(parent);
    if (row < 0 || row >= int(above->children.size()) || column < 0 || column >= ColumnCount || parent.column() > 0)
        return {};
    return createIndex(row, column, above->children[size_t(row)].get());
}

QModelIndex JsonModel::parent(const QModelIndex &child) const
{
    JsonNode *above = child.isValid() ? node(child)->parent : nullptr;
    return above && above != m_root.get() ? createIndex(above->row, 0, above) : QModelIndex();
}

int JsonModel::rowCount(const QModelIndex &parent) const
{
    return parent.column() > 0 ? 0 : int(node(parent)->children.size());
}

int JsonModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

QVariant JsonModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const JsonNode *at = node(index);
    switch (role) {
    case Qt::DisplayRole: return index.column() == Name ? at->name : at->value.left(2000);
    case Qt::ToolTipRole: return index.column() == Value && at->value.size() > 40 ? at->value.left(2000) : QVariant();
    case TokenRole: return int(index.column() == Name ? Token::JsKey : at->token);
    default: return {};
    }
}

JsonView::JsonView(const Theme &theme, QWidget *parent)
    : QTreeView(parent)
    , m_theme(theme)
    , m_model(new JsonModel(this))
{
    setModel(m_model);
    setHeaderHidden(true);
    setFrameShape(QFrame::NoFrame);
    setUniformRowHeights(true);
    setIndentation(indent);
    setMouseTracking(true);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Tree"));
    header()->setStretchLastSection(true);
    setNameWidth(112);
    class Rows : public QStyledItemDelegate
    {
    public:
        using QStyledItemDelegate::QStyledItemDelegate;
        QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override { return { 60, jsonRow }; }
    };
    setItemDelegate(new Rows(this));
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void JsonView::setJson(const QByteArray &json)
{
    setNodes(jsonNodes(json));
}

void JsonView::setNodes(std::unique_ptr<JsonNode> root)
{
    m_model->setNodes(std::move(root));
    expandToDepth(2);
}

void JsonView::setNameWidth(int width)
{
    setColumnWidth(JsonModel::Name, width);
}

void JsonView::drawBranches(QPainter *, const QRect &, const QModelIndex &) const
{
}

void JsonView::drawRow(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QRect row = option.rect;
    const QModelIndex value = index.siblingAtColumn(JsonModel::Value);
    const bool selected = selectionModel()->isRowSelected(index.row(), index.parent());
    const bool hovered = row.contains(viewport()->mapFromGlobal(QCursor::pos())) && viewport()->underMouse();
    painter->save();
    paintRow(painter, m_theme, row, selected, hovered, hasFocus(), true);
    int depth = 0;
    for (QModelIndex up = index.parent(); up.isValid(); up = up.parent())
        ++depth;
    int x = 16 + depth * indent;
    if (m_model->rowCount(index) > 0)
        paintSymbol(painter, m_theme, QRect(x - 14, row.y(), 12, row.height()), isExpanded(index) ? u"chevron-down"_s : u"chevron-right"_s, Token::T3, 12);
    painter->setFont(m_theme.font(Theme::TypeLevel::Mono));
    const QString name = index.data().toString();
    const int values = 16 + columnWidth(JsonModel::Name);
    const bool lone = name.isEmpty();
    if (!lone) {
        const int room = m_model->rowCount(index) > 0 ? row.right() - x : values - x - 8;
        painter->setPen(m_theme.color(Token::JsKey));
        painter->drawText(QRect(x, row.y(), room, row.height()), Qt::AlignVCenter | Qt::TextSingleLine,
                          painter->fontMetrics().elidedText(name, Qt::ElideRight, room));
        x = values;
    }
    painter->setPen(m_theme.color(Token(value.data(JsonModel::TokenRole).toInt())));
    const QRect words(x, row.y(), row.right() - x - 8, row.height());
    painter->drawText(words, Qt::AlignVCenter | Qt::TextSingleLine,
                      painter->fontMetrics().elidedText(value.data().toString(), Qt::ElideRight, words.width()));
    painter->restore();
}

void JsonView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy) && currentIndex().isValid())
        QGuiApplication::clipboard()->setText(currentIndex().siblingAtColumn(JsonModel::Value).data().toString());
    else
        QTreeView::keyPressEvent(event);
}

} // namespace greenroom
