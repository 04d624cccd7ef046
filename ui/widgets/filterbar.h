// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QHBoxLayout;

namespace greenroom {

class Elided;
class Filter;
class FilterLine;
class FilterProxy;
class Link;
class Segments;
class Theme;

// The tool line of a list: its filter, Hide or Highlight, and while the text cannot be read the sentence that
// says why, with what was probably meant.
class FilterBar : public QWidget
{
    Q_OBJECT

public:
    // `name` for who cannot see it, `examples` in grey.
    FilterBar(const Theme &theme, FilterProxy &proxy, const QString &name, const QString &examples, QWidget *parent = nullptr);

    void clear();
    void addRight(QWidget *widget);
    FilterLine &line() { return *m_line; }

signals:
    void changed();

private:
    void apply(const Filter &filter);

    FilterProxy &m_proxy;
    FilterLine *m_line;
    Segments *m_mode;
    Elided *m_wrong;
    Link *m_meant;
    QHBoxLayout *m_layout;
};

} // namespace greenroom
