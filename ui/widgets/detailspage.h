// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/pieces.h"

class QSplitter;

namespace greenroom {

// Windows too narrow for two panes show the details as a page of their own, with a way back; wider ones have
// them in their splitter. Lies over the whole place while it is seen.
class DetailsPage : public Ground
{
    Q_OBJECT

public:
    DetailsPage(const Theme &theme, QWidget *place, QSplitter *splitter, QWidget *details);

    // Of the place: the window's 900 without the rail.
    static constexpr int narrowAt = 824;
    bool holdsDetails() const;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void settle();

    QSplitter *m_splitter;
    QWidget *m_details;
};

} // namespace greenroom
