// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme.h"

#include <QAbstractItemModel>
#include <QTreeView>

#include <memory>
#include <vector>

namespace greenroom {

// A value of JSON as rows. Built whole at once (also on another thread) and never changed.
struct JsonNode
{
    QString name;
    QString value;                      // as JSON writes it; empty for what has children
    Token token = Token::JsStr;
    JsonNode *parent = nullptr;
    int row = 0;
    std::vector<std::unique_ptr<JsonNode>> children;
};

// Names in the order they came. At most `most` rows; the last one says that there are more. A text under
// "body" that is JSON itself is opened and named as such. Null: not an object and not an array.
std::unique_ptr<JsonNode> jsonNodes(const QByteArray &json, int most = 5000);

class JsonModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column { Name, Value, ColumnCount };
    enum Role { TokenRole = Qt::UserRole + 1 };

    explicit JsonModel(QObject *parent = nullptr);

    void setNodes(std::unique_ptr<JsonNode> root);

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    const JsonNode *node(const QModelIndex &index) const;

    std::unique_ptr<JsonNode> m_root;
};

// The tree of one message or event: rows of 22, names and values in their colours.
class JsonView : public QTreeView
{
    Q_OBJECT

public:
    explicit JsonView(const Theme &theme, QWidget *parent = nullptr);

    void setJson(const QByteArray &json);
    void setNodes(std::unique_ptr<JsonNode> root);
    void setNameWidth(int width);

protected:
    void drawBranches(QPainter *painter, const QRect &rect, const QModelIndex &index) const override;
    void drawRow(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    const Theme &m_theme;
    JsonModel *m_model;
};

} // namespace greenroom
