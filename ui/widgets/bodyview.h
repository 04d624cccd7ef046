// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/jsontree.h"

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QStackedWidget;

namespace greenroom {

class Button;
class JsonHighlighter;
class TabLine;

// The body of one message as a tree, a text or bytes. What is larger than 64 kB is shown by its head until a
// person wants it whole; that is read on another thread and given up when another message is chosen.
class BodyView : public QWidget
{
    Q_OBJECT

public:
    static constexpr int previewBytes = 64 * 1024;

    explicit BodyView(const Theme &theme, QWidget *parent = nullptr);
    ~BodyView() override;

    void setBody(const QByteArray &body, bool binary);
    // Words instead of a body: "PING", a handshake.
    void setWords(const QString &words);
    void openWhole();
    bool isPreview() const { return m_isPreview; }
    TabLine *tabs() const { return m_tabs; }

signals:
    void shown();   // the whole body is there

private:
    struct Read;
    void read(const QByteArray &part, bool cut);
    void take(Read &read);

    const Theme &m_theme;
    TabLine *m_tabs;
    QStackedWidget *m_stack;
    JsonView *m_tree;
    QPlainTextEdit *m_text;
    QPlainTextEdit *m_hex;
    QWidget *m_bar;
    QLabel *m_note;
    Button *m_whole;
    JsonHighlighter *m_colors;
    QByteArray m_body;
    bool m_binary = false;
    bool m_isPreview = false;
    quint64 m_turn = 0;     // of the reading under way; older ones come too late
};

// 16 bytes a line: place, bytes, letters.
QString hexDump(const QByteArray &bytes, int from = 0);

} // namespace greenroom
