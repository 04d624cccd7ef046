// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme.h"

#include <QPushButton>

namespace greenroom {

// Our button: the one green one of a screen, framed, or flat in a bar; with a symbol, words, the key in
// grey and a chevron when a menu hangs on it. Painted whole, so that all of them line up.
class Button : public QPushButton
{
    Q_OBJECT

public:
    enum class Kind { Main, Framed, Flat, Danger };   // Danger: framed, its symbol in the colour of failure
    enum class Size { Small = 24, Normal = 28, Large = 36 };

    Button(const Theme &theme, Kind kind, const QString &symbol, const QString &text, QWidget *parent = nullptr);

    void setSize(Size size);
    void setSymbol(const QString &symbol);
    void setKey(const QString &key);      // "Ctrl F5", shown; the shortcut is set apart
    void setBold(bool bold);
    void setMono(bool mono);
    void setTitle(bool title);           // the one title of a screen, with a menu
    void setLead(const QString &lead);   // "LOCAL": small and bold before the words
    void setRemote(bool remote);         // in copper: it reaches a service elsewhere
    // Narrow windows: keys go first, then words.
    void setShowsKey(bool shows);
    void setShowsText(bool shows);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    struct Ink
    {
        QColor text;
        QColor symbol;
        QColor key;
    };
    Ink ink() const;
    void paintGround(QPainter &painter) const;
    QFont wordFont() const;
    QFont leadFont() const;
    int leadWidth() const;

    const Theme &m_theme;
    Kind m_kind;
    Size m_size = Size::Normal;
    QString m_symbol;
    QString m_key;
    QString m_lead;
    bool m_bold = false;
    bool m_mono = false;
    bool m_title = false;
    bool m_remote = false;
    bool m_showsKey = true;
    bool m_showsText = true;
};

} // namespace greenroom
