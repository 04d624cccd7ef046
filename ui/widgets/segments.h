// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme.h"

#include <QWidget>

class QAbstractButton;
class QButtonGroup;
class QHBoxLayout;

namespace greenroom {

// Choices in one box: one of them, or each on its own.
class Segments : public QWidget
{
    Q_OBJECT

public:
    enum class Choice { One, Any };

    Segments(const Theme &theme, Choice choice, QWidget *parent = nullptr);

    // `symbol` may be empty; it is painted in `ink`.
    QAbstractButton *add(const QString &id, const QString &text, const QString &symbol = {}, Token ink = Token::T1);
    void setSmall(bool small);
    void setChosen(const QString &id, bool chosen = true);
    bool isChosen(const QString &id) const;
    QString chosen() const;   // the first, empty if none

signals:
    void changed();

private:
    const Theme &m_theme;
    QButtonGroup *m_group;
    QHBoxLayout *m_layout;
    bool m_small = false;
};

} // namespace greenroom
