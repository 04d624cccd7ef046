// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/message.h"

#include <QWidget>

class QLabel;
class QMenu;
class QPlainTextEdit;

namespace greenroom {

class Button;
class JsonHighlighter;
class Segments;
struct ConnectionRow;
struct Workspace;

// Writes and sends a message: a template for each route, JSON, text or bytes, and before it is sent the
// sentence which route it will meet.
class Composer : public QWidget
{
    Q_OBJECT

public:
    explicit Composer(Workspace &workspace, QWidget *parent = nullptr);

    void setConnection(const ConnectionRow *connection, bool remote);
    QPlainTextEdit *editor() const { return m_editor; }
    QString sentence() const;

signals:
    void sendRequested(const greenroom::Message &message);
    void saveAsTestRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void fillTemplates();
    void useTemplate(const QString &routeKey);
    void showSentence();
    void send();
    // The bytes to send; a sentence in `error` when they cannot be read.
    QByteArray bytes(QString *error) const;

    Workspace &m_workspace;
    QPlainTextEdit *m_editor;
    JsonHighlighter *m_colors;
    Segments *m_kind;
    Button *m_template;
    QMenu *m_templates;
    Button *m_send;
    QLabel *m_sentence;
    QLabel *m_size;
    QString m_connectionId;
    bool m_open = false;
    bool m_hosted = false;
    bool m_remote = false;
};

// Which route a text meets, as the gateway chooses: the expression's value if there is such a route, else
// $default, else nothing. `selection` is the project's route selection expression.
QString routeOf(const QByteArray &text, const QString &selection, const QStringList &routes);

} // namespace greenroom
