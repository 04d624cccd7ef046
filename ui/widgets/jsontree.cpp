// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/jsontree.h"

#include "widgets/paint.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QKeyEvent>
#include <QPainter>
#include <QStyledItemDelegate>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int jsonRow = 22;
constexpr int indent = 18;

QString written(const QJsonValue &value)
{
    if (value.isNull())
        return u"null"_s;
    if (value.isBool())
        return value.toBool() ? u"true"_s : u"false"_s;
    const QByteArray json = QJsonDocument(QJsonArray { value }).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(json.mid(1, json.size() - 2));
}

Token tokenOf(const QJsonValue &value)
{
    return value.isString() ? Token::JsStr : value.isDouble() ? Token::JsNum : Token::JsLit;
}

// Reads values into nodes until there are enough.
class Builder
{
public:
    explicit Builder(int most)
        : m_left(most)
    {
    }

    void fill(JsonNode *node, const QJsonValue &value)
    {
        if (value.isObject()) {
            const QJsonObject object = value.toObject();
            for (auto it = object.begin(); it != object.end() && add(node, it.key(), *it); ++it) { }
        } else if (value.isArray()) {
            const QJsonArray array = value.toArray();
            for (qsizetype i = 0; i < array.size() && add(node, QString::number(i), array.at(i)); ++i) { }
        } else {
            node->value = written(value);
            node->token = tokenOf(value);
        }
    }

private:
    bool add(JsonNode *parent, const QString &name, const QJsonValue &value)
    {
        if (m_left < 0)
            return false;
        auto child = std::make_unique<JsonNode>();
        child->parent = parent;
        child->row = int(parent->children.size());
        child->name = name;
        if (--m_left < 0) {
            child->name = u"…"_s;
            child->value = JsonModel::tr("more; open the text to see all");
            child->token = Token::T3;
        } else if (value.isObject() || value.isArray()) {
            fill(child.get(), value);
            if (child->children.empty())
                child->value = value.isObject() ? u"{}"_s : u"[]"_s;
            child->token = child->children.empty() ? Token::JsPun : child->token;
        } else if (!openText(child.get(), value)) {
            child->value = written(value);
            child->token = tokenOf(value);
        }
        parent->children.push_back(std::move(child));
        return m_left >= 0;
    }

    // API Gateway's events carry the message as a text.
    bool openText(JsonNode *node, const QJsonValue &value)
    {
        if (!value.isString() || node->name != "body"_L1)
            return false;
        const QJsonDocument inner = QJsonDocument::fromJson(value.toString().toUtf8());
        if (inner.isNull())
            return false;
        node->name = JsonModel::tr("%1 (JSON in text)").arg(node->name);
        fill(node, inner.isObject() ? QJsonValue(inner.object()) : QJsonValue(inner.array()));
        return true;
    }

    int m_left;
};

} // namespace

std::unique_ptr<JsonNode> jsonNodes(const QJsonValue &value, int most)
{
    auto root = std::make_unique<JsonNode>();
    Builder(most).fill(root.get(), value);
    if (root->children.empty()) {   // a lone value is a row too
        auto only = std::make_unique<JsonNode>();
        only->parent = root.get();
        only->value = value.isObject() ? u"{}"_s : value.isArray() ? u"[]"_s : written(value);
        only->token = value.isObject() || value.isArray() ? Token::JsPun : tokenOf(value);
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

void JsonView::setJson(const QJsonValue &value)
{
    setNodes(jsonNodes(value));
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
