// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme.h"

#include <QWidget>

namespace greenroom {

// A mark of a state or a symbol, as a widget.
class MarkLabel : public QWidget
{
    Q_OBJECT

public:
    explicit MarkLabel(const Theme &theme, int size = 16, QWidget *parent = nullptr);
    void setState(const QString &state);
    void setSymbol(const QString &symbol, Token token);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QString m_state;
    QString m_symbol;
    Token m_token = Token::T2;
    int m_size;
};

} // namespace greenroom
