// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;

namespace greenroom {

class Button;
struct ConnectionRow;
class Theme;

// A handshake that was refused: what happened, why probably, what to do.
class RefusedPane : public QWidget
{
    Q_OBJECT

public:
    explicit RefusedPane(const Theme &theme, QWidget *parent = nullptr);

    void show(const ConnectionRow &connection, bool hasInvocation);
    QString sentence() const;

signals:
    void invocationRequested(const QString &requestId);
    void tryRequested(const QString &url);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString details(const ConnectionRow &connection) const;

    const Theme &m_theme;
    QLabel *m_head;
    QLabel *m_why;
    QLabel *m_remedy;
    Button *m_main;
    Button *m_copy;
    QString m_details;
    QString m_requestId;
    QString m_url;       // to try
};

// The same address without TLS (or with it), where that is worth a try; empty: not.
QString otherScheme(const ConnectionRow &connection);

} // namespace greenroom
