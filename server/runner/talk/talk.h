// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/suite.h"

#include <QStringList>

namespace greenroom {

class WebSocketStep;

// What a websocket step may say: a word and what runs it. `value` has its variables filled in.
struct TalkWord
{
    const char *name;
    void (*run)(WebSocketStep &step, const yaml::Node &value, const Place &place);
    const char *keys;        // known keys of its mapping, separated by spaces; null: a scalar
};

const TalkWord *findTalkWord(const QString &name);
QStringList talkWords();
Problems validateTalk(const yaml::Node &talk);

} // namespace greenroom
